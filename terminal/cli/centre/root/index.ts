import type { Command } from '../../command.ts';
import { rootAdopt } from './adopt.ts';
import { rootKey } from './key.ts';
import { rootNext } from './next.ts';
import { rootShow } from './show.ts';
import { rootSign } from './sign.ts';

/** From a root to the one that follows: composed at the centre, signed by two holders, adopted at the centre. */
export const ROOT_COMMANDS: readonly Command[] = [rootNext, rootShow, rootSign, rootAdopt, rootKey];
