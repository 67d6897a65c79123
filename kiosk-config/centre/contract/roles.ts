import { z } from 'zod';

/** Art. 6, and those who keep the centre running. An account has one of them. */
export const ROLES = [
  'unit-business',
  'unit-technical',
  'bureau',
  'reform',
  'data-centre',
  'centre-staff',
  'technician',
  'auditor',
  'statistics-reader',
  'administrator',
] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;
