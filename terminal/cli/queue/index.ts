import type { Command } from '../command.ts';
import { exportQueue } from './export.ts';
import { list } from './list.ts';
import { retry } from './retry.ts';
import { show } from './show.ts';
import { verify } from './verify.ts';

/** In the order of the help text. */
export const QUEUE_COMMANDS: readonly Command[] = [list, show, exportQueue, verify, retry];
