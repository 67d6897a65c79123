import { z } from 'zod';
import type { Operations } from './operation.ts';
import { enrolledId } from './terminals.ts';

/** Why a technician has to be let in at a terminal: a closed list, since the audit keeps nothing that a person wrote. */
export const TECHNICIAN_REASONS = [
  'network',
  'device',
  'software',
  'enrolment',
  'inspection',
  'other',
] as const;

/** What a terminal shows and is answered with (provisioning/technician-code.ts), without spaces. */
const eightDigits = z.string().regex(/^[0-9]{8}$/);

export const technicianOperations = {
  makeTechnicianCode: {
    method: 'POST',
    path: '/v1/terminals/{terminalId}/technician-codes',
    summary: 'Answers the number on a terminal’s screen with the code that lets a technician in there, once.',
    access: 'terminal.technician-code',
    params: z.object({ terminalId: enrolledId }),
    body: z.strictObject({ number: eightDigits, reason: z.enum(TECHNICIAN_REASONS) }),
    answer: z.object({ code: eightDigits }),
    problems: ['NOT_FOUND', 'TERMINAL_STATE', 'RATE_LIMITED'],
  },
} as const satisfies Operations;
