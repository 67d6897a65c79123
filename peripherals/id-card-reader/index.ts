export type { CitizenCard } from './card.ts';
export type { IdCardReaderDelays } from './delays.ts';
export type { OtherCardLayout } from './protocol/citizen-text.ts';
export type { Sex } from './protocol/tables.ts';
export { createIdCardReader } from './reader.ts';
export type { IdCardReader, IdCardReaderOptions } from './reader.ts';
export type { IdCardReaderStatus } from './status.ts';
