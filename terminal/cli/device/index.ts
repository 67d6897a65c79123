import type { Command } from '../command.ts';
import { status, test } from './check.ts';
import { find } from './find.ts';
import { list } from './list.ts';
import { printDocument } from './print-document.ts';
import { printReceipt } from './print-receipt.ts';
import { readIdCard, readSocialSecurityCard } from './read-id-card.ts';
import { scan } from './scan.ts';

/** In the order of the help text. */
export const DEVICE_COMMANDS: readonly Command[] = [
  list,
  find,
  status,
  test,
  readIdCard,
  readSocialSecurityCard,
  printReceipt,
  printDocument,
  scan,
];
