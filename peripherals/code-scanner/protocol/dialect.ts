import type { SettingReply } from './events.ts';

/** The commands of one maker. */
export interface Dialect {
  readonly name: 'honeywell' | 'newland';
  /** Switches the light on and looks for a code. */
  readonly triggerOn: Uint8Array;
  readonly triggerOff: Uint8Array;
  /**
   * One setting as the maker's manual writes it, without prefix and storage character. Goes to volatile memory: the
   * flash of a scanner bears a limited number of writes, and ours are made anew at every start.
   */
  encodeSetting(setting: string): Uint8Array;
  /** The reply that these bytes are, from the first to the last; null when they are none, or only a part. */
  parseReply(bytes: Uint8Array): SettingReply | null;
  /** Whether bytes that nothing follows are a reply that was cut off. */
  isPartOfReply(bytes: Uint8Array): boolean;
}

/** Settings are capitals and digits; anything else in the list of a model is a mistake of ours. */
export function checkSetting(setting: string): string {
  if (!/^[0-9A-Z]{4,64}$/.test(setting)) throw new Error('a scanner setting is capitals and digits');
  return setting;
}
