import type { Device } from '../device.ts';

/** Where a citizen has to put something, or take it: the lights that show it. */
export const LIGHTS = ['card-slot', 'id-card-pad', 'slip-slot', 'code-scanner'] as const;
export type LightName = (typeof LIGHTS)[number];

/** What the lights say about themselves. */
export type LightsStatus =
  | { readonly kind: 'ready'; readonly availability: 'ready' }
  /** What was to be shown is not shown; it is tried again. */
  | { readonly kind: 'not-shown'; readonly availability: 'needs-attention' }
  | { readonly kind: 'disconnected'; readonly availability: 'offline' };

export interface Lights extends Device<LightsStatus> {
  /**
   * Turns these on and all others off; one that the terminal does not have is passed over. Returns at once, and holds also
   * when the lights are not there now: they show it when they are back.
   */
  show(lit: readonly LightName[]): void;
}
