export type { CitizenCard, ForeignerCard2017, ForeignerCard2023, IdCard, PermitCard } from './card.ts';
export type { IdCardReaderDelays } from './delays.ts';
export type { ReaderDescription } from './description.ts';
export { STATUS_CODES } from './protocol/status-codes.ts';
export type { NextStep, StatusCode } from './protocol/status-codes.ts';
export type { Sex } from './protocol/tables.ts';
export { createIdCardReader } from './reader.ts';
export type { IdCardReader, IdCardReaderOptions } from './reader.ts';
export type { IdCardReaderStatus } from './status.ts';
