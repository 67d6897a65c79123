import type { Command } from '../command.ts';
import { status, test } from './check.ts';
import { list } from './list.ts';
import { printReceipt } from './print-receipt.ts';
import { readIdCard } from './read-id-card.ts';
import { recordIdCard, recordReceipt, replay } from './record.ts';

/** In the order of the help text. */
export const DEVICE_COMMANDS: readonly Command[] = [
  list,
  status,
  test,
  readIdCard,
  printReceipt,
  recordIdCard,
  recordReceipt,
  replay,
];
