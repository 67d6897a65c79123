import { randomUUID } from 'node:crypto';
import { loadCatalogue } from '@tongban/kiosk-config/catalogue';
import type { SuiteName } from '../contract/index.ts';
import type { SandboxApplication } from './application.ts';
import { addDevelopmentRoutes } from './development-routes.ts';
import { Faults } from './faults.ts';
import { platformKeys, type PlatformPublicKeys } from './keys.ts';
import { keep, openLedger, type ApplicationRow } from './ledger.ts';
import { Platform } from './platform.ts';
import { buildServer, type SandboxDelays } from './server.ts';

export type { SandboxApplication } from './application.ts';
export { faultKinds, type FaultKind, type Faults, type FaultTarget } from './faults.ts';
export type { PlatformPublicKeys } from './keys.ts';
export type { SandboxDelays } from './server.ts';

export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** Keeps keys and applications across restarts; null keeps them in memory. */
  readonly dataFolder: string | null;
  readonly catalogueFolder: string;
  /** Which cryptography the platform asks for: JOSE at first, or 国密. Envelopes of both are opened. */
  readonly suite?: SuiteName;
  readonly delays?: Partial<SandboxDelays>;
  /** The platform's clock. */
  readonly now?: () => Date;
}

export interface Sandbox {
  readonly url: string;
  readonly keys: PlatformPublicKeys;
  readonly faults: Faults;
  applications(): SandboxApplication[];
  /** Suspends a matter (暂停) and resumes it. */
  suspend(handleItem: string): void;
  resume(handleItem: string): void;
  close(): Promise<void>;
}

/**
 * Starts an acceptance platform of our own, for development and tests.
 * @throws UnreadableMatter for a catalogue that cannot be used
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const catalogue = loadCatalogue(options.catalogueFolder);
  const db = openLedger(options.dataFolder);
  const keys = await platformKeys(db, options.suite ?? 'jose');
  const name = await keep(db, 'ledger-name', () => Promise.resolve(randomUUID()));
  const platform = new Platform(db, name, keys, catalogue, options.now ?? (() => new Date()));
  const faults = new Faults();
  const server = buildServer(platform, faults, { latencyMs: 1000, retryAfterS: 1, ...options.delays });
  const applications = (): SandboxApplication[] =>
    db
      .prepare<[], ApplicationRow>('select * from applications order by rowid')
      .all()
      .map((row) => ({
        ...{
          applyNo: row.apply_no,
          idempotencyKey: row.idempotency_key,
          state: row.state,
          submits: row.submits,
        },
        ...{ handleItem: row.handle_item, version: row.version, terminalId: row.terminal_id },
        ...{ receivedAt: row.received_at, form: platform.forms.get(row.apply_no) ?? null },
      }));
  addDevelopmentRoutes(server, faults, applications);
  const url = await server.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  return {
    ...{ url, keys: keys.public, faults, applications },
    suspend: (handleItem) => void platform.suspended.add(handleItem),
    resume: (handleItem) => void platform.suspended.delete(handleItem),
    async close() {
      await server.close();
      db.close();
    },
  };
}
