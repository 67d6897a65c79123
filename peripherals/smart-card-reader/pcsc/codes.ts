/** Names for the numbers of the PC/SC API. Source: pcsc-lite's winscard.h and pcsclite.h; the same on Windows. */

export const SCARD = {
  SUCCESS: 0,
  CANCELLED: 0x80100002,
  UNKNOWN_READER: 0x80100009,
  TIMEOUT: 0x8010000a,
  SHARING_VIOLATION: 0x8010000b,
  NO_SMARTCARD: 0x8010000c,
  PROTO_MISMATCH: 0x8010000f,
  NOT_TRANSACTED: 0x80100016,
  NO_SERVICE: 0x8010001d,
  SERVICE_STOPPED: 0x8010001e,
  NO_READERS_AVAILABLE: 0x8010002e,
  UNSUPPORTED_CARD: 0x80100065,
  UNRESPONSIVE_CARD: 0x80100066,
  UNPOWERED_CARD: 0x80100067,
  RESET_CARD: 0x80100068,
  REMOVED_CARD: 0x80100069,
  SECURITY_VIOLATION: 0x8010006a,
} as const;

/** Bits of a reader's state; above them, in the upper 16, a count of insertions and removals. */
export const STATE = {
  CHANGED: 0x0002,
  UNKNOWN: 0x0004,
  UNAVAILABLE: 0x0008,
  EMPTY: 0x0010,
  PRESENT: 0x0020,
  MUTE: 0x0200,
} as const;

/** A pseudo reader whose state changes when a reader comes or goes. */
export const PLUG_AND_PLAY = '\\\\?PnP?\\Notification';
