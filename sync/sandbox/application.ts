import type { FormValues } from '@tongban/kiosk-config/catalogue';

/** An application as the platform has it. */
export interface SandboxApplication {
  readonly applyNo: string;
  readonly idempotencyKey: string;
  readonly state: 'numbered' | 'saved' | 'submitted' | 'finished';
  readonly handleItem: string;
  readonly version: string;
  readonly terminalId: string;
  readonly receivedAt: string | null;
  /** How often submit was carried out, repeats included. */
  readonly submits: number;
  /** Null after a restart of the sandbox: it is kept in memory only. */
  readonly form: FormValues | null;
}
