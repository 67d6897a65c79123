import type { StatusRequest } from '../protocol/commands.ts';

/** What the sensors see. */
export interface Condition {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly cutterFailed: boolean;
  readonly paperOut: boolean;
  readonly paperLow: boolean;
  /** The paper sensor sees paper for ever. */
  readonly sensorSticks: boolean;
}

/** The answer to DLE EOT n. */
export function statusByte(condition: Condition, request: StatusRequest): number {
  const { offline, coverOpen, cutterFailed, paperOut, paperLow, sensorSticks } = condition;
  switch (request) {
    case 1:
      return 0x12 | (offline ? 0x08 : 0);
    case 2:
      return 0x12 | (coverOpen ? 0x04 : 0) | (paperOut ? 0x20 : 0) | (cutterFailed ? 0x40 : 0);
    case 3:
      return 0x12 | (cutterFailed ? 0x08 : 0);
    case 4:
      if (sensorSticks) return 0x12;
      return 0x12 | (paperLow || paperOut ? 0x0c : 0) | (paperOut ? 0x60 : 0);
  }
}

/** The four bytes of an automatic notice. */
export function noticeBytes(condition: Condition): number[] {
  const { offline, coverOpen, cutterFailed, paperOut, paperLow } = condition;
  return [
    0x10 | (offline ? 0x08 : 0) | (coverOpen ? 0x20 : 0),
    cutterFailed ? 0x08 : 0,
    (paperLow || paperOut ? 0x03 : 0) | (paperOut ? 0x0c : 0),
    0,
  ];
}
