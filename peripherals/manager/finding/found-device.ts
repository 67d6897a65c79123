import type { FamilyName } from '../families/index.ts';

/** A device that is plugged in, whatever the configuration says. */
export interface FoundDevice {
  readonly family: FamilyName;
  /** For staff: the name of the port, or what it is called on USB. */
  readonly where: string;
  /** As they are written in a configuration. */
  readonly settings: unknown;
}
