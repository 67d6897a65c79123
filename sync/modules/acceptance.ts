import type { ModuleState } from './names.ts';

/**
 * 统一受理平台: sync itself is its adapter (numbers, forms, materials, receipts, temporary numbers offline). Here is
 * only its state; what sync hears of the network is what the platform answered.
 */
export function acceptanceState(isOnline: boolean): ModuleState {
  return isOnline ? 'up' : 'down';
}
