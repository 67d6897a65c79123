/** Every wait of the camera, in milliseconds; tests shorten them. */
export interface CameraDelays {
  /** Between two looks at what is plugged in. */
  readonly pollMs: number;
}

export const DEFAULT_DELAYS: CameraDelays = { pollMs: 1000 };
