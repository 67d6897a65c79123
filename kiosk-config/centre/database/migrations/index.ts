import { people } from './001-people.ts';
import { audit } from './002-audit.ts';
import { units } from './003-units.ts';
import { statistics } from './004-statistics.ts';
import { attempts } from './005-attempts.ts';
import { attemptsTold } from './006-attempts-told.ts';
import { matters } from './020-matters.ts';
import { calendars } from './021-calendars.ts';
import { terminals } from './030-terminals.ts';
import { certificateProved } from './031-certificate-proved.ts';
import type { Migration } from './migration.ts';

/** In the order of their numbers. */
export const migrations: readonly Migration[] = [
  people,
  audit,
  units,
  statistics,
  attempts,
  attemptsTold,
  matters,
  calendars,
  terminals,
  certificateProved,
];
