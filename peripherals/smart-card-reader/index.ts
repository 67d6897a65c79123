export type { SmartCardReaderDelays } from './delays.ts';
export type { SocialSecurityCard } from './protocol/social-security.ts';
export { createSmartCardReader } from './smart-card-reader.ts';
export type { SmartCardReader, SmartCardReaderOptions } from './smart-card-reader.ts';
export type { SmartCardReaderStatus, StaffHint } from './status.ts';
