import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KioskView, MethodName, MethodParams } from '@tongban/contract';
import type { FamilyName } from '@tongban/peripherals/manager';
import type { CentreConnection } from '../centre.ts';
import { AtTheScreen } from '../rpc/at-the-screen.ts';
import type { StaffFacts } from '../rpc/staff-answers.ts';
import { Panel } from '../panel.ts';
import { LastReadiness } from '../last-readiness.ts';
import { Technician, type TechnicianLimits, type TechnicianParts } from '../technician/technician.ts';
import { sessionAtWork, type SessionAtWork } from './session-at-work.ts';

/** The code that the stand-in of the centre gives for a number: its digits the other way round. */
export const codeFor = (number: string): string => [...number].toReversed().join('');

export interface TechnicianAtWork {
  readonly work: SessionAtWork;
  readonly screen: AtTheScreen;
  readonly folder: string;
  readonly technician: Technician;
  readonly panel: Panel;
  readonly lastReadiness: LastReadiness;
  /** What it has heard of the terminal. */
  readonly centre: { saidAt: string | null };
  /** What the centre was told, `kind detail`. */
  readonly told: string[];
  call<M extends MethodName>(method: M, params: MethodParams<M>): unknown;
  view(): KioskView;
  /** From the attract screen to the first page. */
  letIn(): void;
  stop(): void;
}

/** A session and a technician at one screen; devices, sync and centre are stand-ins. */
export function technicianAtWork(
  options: {
    folder?: string;
    isEnrolled?: boolean;
    limits?: TechnicianLimits;
    log?: string;
    session?: Parameters<typeof sessionAtWork>[0];
    enrolment?: Partial<TechnicianParts['enrolment']>;
    search?: Partial<TechnicianParts['search']>;
  } = {},
): TechnicianAtWork {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'tongban-technician-'));
  const configured = { diagonalInches: 21.5, panel: { centreMm: 1300, reachMm: 1220 } };
  const panel = new Panel({ dataFolder: folder, ...configured });
  const lastReadiness = new LastReadiness(folder);
  const work = sessionAtWork({ ...options.session, panel });
  const told: string[] = [];
  const isEnrolled = options.isEnrolled ?? true;
  const centre: CentreConnection & { saidAt: string | null } = {
    ...{ standing: 'admitted', heardAt: '2026-11-30T01:00:00.000Z', published: 7 },
    saidAt: '2026-11-30T01:00:00.000Z',
    soon: () => undefined,
    tell: (kind, detail) => told.push(`${kind} ${detail}`.trim()),
    visitEnded: () => undefined,
    close: () => Promise.resolve(),
  };
  const facts: StaffFacts = {
    sync: {
      ...{ network: 'online', suite: { name: 'jose', hardware: false } },
      state: {
        ...{ network: 'online', intake: { open: true }, revokedSince: null, circuit: 'closed' },
        ...{ cutOffUnits: [], suspendedMatters: [], unreported: 0, clockAheadMs: 0 },
      },
      reconciliations: () => [],
    },
    modules: { states: work.modules.states, switchedOff: [], waitingCount: 0 },
    session: work.inUse,
    missingCharacters: { facts: { notFound: 0, lastDay: null, undrawable: [] } },
    manager: {
      list: () =>
        work.devices.all.map(({ family, device: { status } }) => ({
          ...{ id: family, family: family as FamilyName, lifecycle: 'enabled', capabilities: {}, pid: null },
          ...{ status: status.kind, availability: status.availability },
        })),
    },
    matters: { missing: false, offered: () => [] },
    ...{ speech: null, handwriting: null, keepsFailing: false },
  };
  const technician = new Technician(
    {
      ...{ dataFolder: folder, terminalId: '310199-07', siteCode: '310199001', software: '0.1.0' },
      ...{ startedAt: '2026-11-30T00:00:00.000Z', facts, devices: work.devices.all },
      store: { oldestUnsentAt: null, storage: { freeShare: 0.5 } as never },
      sync: { sendNow: () => false },
      ...{ receiptPrinter: work.printer, panel, lastReadiness, siteName: '测试中心' },
      centre: () => (isEnrolled ? centre : null),
      configuration: () => null,
      certificateUntil: () => null,
      enrolment: {
        centre: null,
        enrol: () => Promise.resolve({ kind: 'no-answer', reason: 'TEST' }),
        scanner: work.codeScanner,
        onEnrolled: () => undefined,
        ...options.enrolment,
      },
      search: { look: () => Promise.resolve([]), use: () => undefined, ...options.search },
      logBundle: () => options.log ?? '',
      codeFor: (number) => (isEnrolled ? codeFor(number) : null),
      log: () => undefined,
    },
    options.limits,
  );
  const screen = new AtTheScreen(work.inUse, technician);
  const at: TechnicianAtWork = {
    ...{ work, screen, folder, technician, panel, lastReadiness, centre, told },
    call: (method, params) => screen.call(method, params),
    view: () => screen.view(),
    letIn() {
      at.call('technician.enter', {});
      const { session } = at.view();
      if (session.screen !== 'technician-entrance' || session.asked.kind !== 'code') {
        throw new Error(`no number, but ${session.screen}`);
      }
      at.call('technician.code', { code: codeFor(session.asked.number) });
    },
    stop() {
      screen.stop();
      work.stop();
      if (options.folder === undefined) rmSync(folder, { recursive: true });
    },
  };
  return at;
}
