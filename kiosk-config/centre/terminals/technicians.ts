import type { z } from 'zod';
import type { Actor, Audit } from '../audit/audit.ts';
import type { technicianOperations } from '../contract/index.ts';
import type { Change } from '../database/database.ts';
import { Refusal } from '../server/refusal.ts';
import type { Ground } from '../server/ground.ts';
import { technicianCode } from '../../provisioning/technician-code.ts';
import type { Authority } from './authority.ts';
import { terminalKey } from './terminal-key.ts';

type Asked = z.output<(typeof technicianOperations)['makeTechnicianCode']['body']>;

export interface Technicians {
  /**
   * Answers the number that a terminal shows. Nothing of it is kept: the audit says who, when, where and why.
   * @throws Refusal NOT_FOUND, or TERMINAL_STATE for one that has no key or shall not work any more
   */
  answer(terminalId: string, asked: Asked, actor: Actor): Promise<{ code: string }>;
}

interface Parts extends Ground {
  readonly audit: Audit;
  readonly authority: () => Promise<Authority>;
}

/** Lets technicians in at terminals, also at those without a network. */
export function createTechnicians({ database, audit, authority }: Parts): Technicians {
  return {
    async answer(terminalId, { number, reason }, actor) {
      const { key } = await authority();
      return database.change(async (change) => {
        const terminal = await change.sql
          .selectFrom('terminals')
          .select(['standing', 'enrolled_at'])
          .where('id', '=', terminalId)
          .executeTakeFirst();
        if (!terminal) throw new Refusal('NOT_FOUND');
        const { standing, enrolled_at: since } = terminal;
        if (since === null || (standing !== 'enrolled' && standing !== 'locked')) {
          throw new Refusal('TERMINAL_STATE');
        }
        const spki = await keyAtTerminal(change, terminalId, since);
        await audit.append(change, {
          ...{ actor, action: 'terminal.technician-code', subject: `terminal/${terminalId}` },
          details: { reason },
        });
        return { code: technicianCode(key, terminalKey(spki), terminalId, number) };
      });
    },
  };
}

/**
 * The key that the terminal has: the one that it came to prove itself with last; the newest while none has been proven.
 * Issued is not arrived: after a renewal whose answer was lost it has the former one. Neither the end of a certificate
 * nor of the day on which both count matters, since a terminal without a network renews nothing.
 * @param since begin of the enrolment: keys from before are not there any more
 */
async function keyAtTerminal({ sql }: Change, terminalId: string, since: string): Promise<string> {
  const { public_key: spki } = await sql
    .selectFrom('terminal_certificates')
    .select('public_key')
    .where('terminal_id', '=', terminalId)
    .where((each) => each.or([each('ended_at', 'is', null), each('ended_at', '>', since)]))
    .orderBy('proved_at', (order) => order.desc().nullsLast())
    .orderBy('not_before', 'desc')
    .executeTakeFirstOrThrow();
  return spki;
}
