/** What is known of a camera that is plugged in. */
export interface CameraDescription {
  /** As the kernel names it. */
  readonly name: string;
  /** Vendor and product, `vvvv:pppp` in lower-case hex, as Chromium writes it behind the name; null when not on USB. */
  readonly usbId: string | null;
  /** `/dev/videoN`; another one after the cable was pulled, often. */
  readonly node: string;
}

export type CameraStatus =
  | { readonly kind: 'ready'; readonly availability: 'ready' }
  /** It is there, and this program may not use it: a matter of permissions. */
  | { readonly kind: 'access-denied'; readonly availability: 'needs-attention' }
  /** No camera, or only others than the configured one. */
  | { readonly kind: 'disconnected'; readonly availability: 'offline' };

export const READY: CameraStatus = { kind: 'ready', availability: 'ready' };
export const ACCESS_DENIED: CameraStatus = { kind: 'access-denied', availability: 'needs-attention' };
export const DISCONNECTED: CameraStatus = { kind: 'disconnected', availability: 'offline' };
