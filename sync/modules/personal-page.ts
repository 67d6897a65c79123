import { z } from 'zod';
import { applyNo, day, instant, localText } from '../contract/common.ts';
import { catalogueCode } from './e-licence.ts';

/** What both pages show: applications over all channels, and licences. */
export const pageContent = {
  applications: z.array(
    z.object({
      applyNo,
      matter: localText,
      channel: z.enum(['KIOSK', 'ONLINE', 'WINDOW', 'APP']),
      receivedAt: instant,
      finished: z.boolean(),
    }),
  ),
  licences: z.array(
    z.object({
      catalogueCode,
      name: z.string().min(1).max(100),
      /** In full: who shows it masks it. */
      number: z.string().min(1).max(50).nullable(),
      validUntil: day.nullable(),
    }),
  ),
};
