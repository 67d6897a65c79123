import type { MaterialProblem, MethodParams, SignatureCheck } from '@tongban/contract';
import type { ScanFailure, ScanOutcome, ScanSource } from '@tongban/peripherals/document-scanner';
import { toSignature } from '@tongban/peripherals/signature-pad';
import type { Devices } from '../devices.ts';
import type { Log } from '../log.ts';
import { confirmedByKey } from './confirmed-by-key.ts';
import type { GivenMaterials } from './given-materials.ts';
import type { Stage } from './stage.ts';
import type { MaterialStep, Step } from './step.ts';
import { firstOpenStep, givenStep } from './way.ts';

/** Small print of a certificate can be read, and a page stays well below a megabyte. */
const RESOLUTION_DPI = 200;

const PROBLEM_OF: Readonly<Record<ScanFailure, MaterialProblem>> = {
  'no-paper-in-feeder': 'scanner-no-paper',
  jammed: 'scanner-jammed',
  'cover-open': 'scanner-cover-open',
  busy: 'scanner-busy',
  disconnected: 'scanner-gone',
  'access-denied': 'scanner-failed',
  unsupported: 'scanner-failed',
  timeout: 'scanner-failed',
  fault: 'scanner-failed',
  'page-unreadable': 'page-unreadable',
  'page-too-large': 'page-unreadable',
  'too-many-pages': 'too-many-pages',
};

/**
 * Giving papers and signatures: the intents of the steps `material` and `signature`, the camera's preview and the
 * scanner's work. What was given lives in the visit, what is seen lives in the step; an intent that does not fit the
 * step is ignored.
 */
export class MaterialGiving {
  readonly #devices: Devices;
  readonly #stage: Stage;
  readonly #log: Log;
  /** The scan whose pages are still wanted. */
  #scan: AbortController | null = null;
  /** A stopped scanner takes a while to come to rest; the next scan waits for that. */
  #scannerAtRest: Promise<unknown> = Promise.resolve();

  constructor(devices: Devices, stage: Stage, log: Log) {
    this.#devices = devices;
    this.#stage = stage;
    this.#log = log;
  }

  edit(code: string): void {
    if (this.#stage.step().at !== 'review') return;
    const visit = this.#stage.visit();
    const material = visit.given?.wanted.find((each) => each.code === code);
    if (material) this.#stage.goTo(givenStep(material, visit, true));
  }

  openCamera(): void {
    const here = this.#here('pages');
    if (!here || this.#devices.camera?.status.availability !== 'ready') return;
    if (here.given.isFull(here.step.code)) return this.#goTo(here.step, 'pages', 'too-many-pages');
    this.#goTo(here.step, 'camera');
  }

  closeCamera(): void {
    const here = this.#here('camera');
    if (here) this.#goTo(here.step, 'pages');
  }

  cameraFailed(reason: MethodParams<'session.cameraFailed'>['reason']): void {
    const here = this.#here('camera');
    if (!here) return;
    this.#log('camera.failed', { reason });
    const isGone = reason === 'ended' || reason === 'not-found';
    this.#goTo(here.step, 'pages', isGone ? 'camera-gone' : 'camera-failed');
  }

  /** @param jpeg base64 */
  addPhoto(jpeg: string): void {
    const here = this.#here('camera');
    if (!here) return;
    const { step, given } = here;
    const refused = given.addPhoto(step.code, Buffer.from(jpeg, 'base64'));
    if (refused === null) return this.#goTo(step, 'pages');
    if (refused === 'full') return this.#goTo(step, 'pages', 'too-many-pages');
    this.#log('photo.refused', { reason: refused });
    this.#goTo(step, 'pages', 'photo-unreadable');
  }

  scan(): void {
    const here = this.#here('pages');
    const scanner = this.#devices.documentScanner;
    if (!here || !scanner || scanner.status.availability === 'offline') return;
    if (here.given.isFull(here.step.code)) return this.#goTo(here.step, 'pages', 'too-many-pages');
    const mine = new AbortController();
    this.#goTo(here.step, 'scanning');
    this.#scan = mine;
    this.#scannerAtRest = this.#scannerAtRest.then(() => this.#runScan(mine));
  }

  stopScan(): void {
    const here = this.#here('scanning');
    if (here) this.#goTo(here.step, 'pages');
  }

  removePage(id: string): void {
    const here = this.#here('pages');
    if (!here) return;
    here.given.removePage(here.step.code, id);
    this.#goTo(here.step, 'pages');
  }

  page(id: string): { dataUrl: string } | null {
    const step = this.#stage.step();
    const dataUrl = step.at === 'material' ? this.#stage.visit().given?.picture(step.code, id) : null;
    return dataUrl ? { dataUrl } : null;
  }

  confirm(): void {
    const here = this.#here('pages');
    if (here && here.given.pages(here.step.code).length > 0) {
      this.#stage.goTo(firstOpenStep(this.#stage.visit()));
    }
  }

  sign(drawing: MethodParams<'session.sign'>): SignatureCheck {
    const step = this.#stage.step();
    const { given } = this.#stage.visit();
    if (step.at !== 'signature' || !given) return { ok: false, problem: 'empty' };
    const signature = toSignature(drawing);
    if (signature.kind !== 'signature') return { ok: false, problem: signature.kind };
    given.sign(step.code, signature.svg);
    this.#stage.goTo(firstOpenStep(this.#stage.visit()));
    return { ok: true };
  }

  cannotWrite(): void {
    const step = this.#stage.step();
    if (step.at === 'signature') this.#stage.goTo({ ...step, byKey: true });
  }

  confirmStatement(): void {
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    if (step.at !== 'signature' || !step.byKey || !visit.given) return;
    visit.given.confirmByKey(step.code, confirmedByKey(new Date()));
    this.#stage.goTo(firstOpenStep(visit));
  }

  /** The step has changed, whoever changed it: a scan that is no longer shown is stopped. */
  stepChanged(step: Step): void {
    if (step.at === 'material' && step.phase === 'scanning') return;
    this.#scan?.abort();
    this.#scan = null;
  }

  /** @returns whether the citizen was told by another step */
  cameraChanged(): boolean {
    const here = this.#here('camera');
    if (!here || this.#devices.camera?.status.availability === 'ready') return false;
    this.#goTo(here.step, 'pages', 'camera-gone');
    return true;
  }

  async #runScan(mine: AbortController): Promise<void> {
    const first = this.#sourceToTry();
    let outcome = await this.#scanFrom(first, mine);
    let reason = failureOf(outcome);
    // A device that tells nothing when asked is tried; without a feeder, or with an empty one, the glass may hold the sheet.
    if (
      first === 'feeder' &&
      (reason === 'no-paper-in-feeder' || reason === 'unsupported') &&
      this.#hasGlass()
    ) {
      outcome = await this.#scanFrom('flatbed', mine);
      reason = failureOf(outcome);
    }
    this.#log('scan.ended', { outcome: outcome.kind, reason: reason ?? 'none' });
    const here = this.#here('scanning');
    if (!here || this.#scan !== mine) return;
    this.#goTo(here.step, 'pages', reason === null ? null : PROBLEM_OF[reason]);
  }

  async #scanFrom(source: ScanSource, mine: AbortController): Promise<ScanOutcome> {
    const scanner = this.#devices.documentScanner;
    if (!scanner || mine.signal.aborted) return { kind: 'cancelled', pagesSoFar: [] };
    const colours = scanner.capabilities?.sources.find((each) => each.source === source)?.colours;
    const colour = colours === undefined || colours.includes('colour') ? 'colour' : 'grey';
    return scanner.scan(
      { source, resolutionDpi: RESOLUTION_DPI, colour },
      {
        signal: mine.signal,
        onPage: (page) => {
          const here = this.#here('scanning');
          if (!here || this.#scan !== mine) return;
          const isIn = here.given.addPage(here.step.code, page);
          // The sheets that lie on top of the feeder are in; the rest comes out again when it stops.
          this.#goTo(here.step, isIn ? 'scanning' : 'pages', isIn ? null : 'too-many-pages');
        },
      },
    );
  }

  #sourceToTry(): ScanSource {
    const scanner = this.#devices.documentScanner;
    const sources = scanner?.capabilities?.sources.map(({ source }) => source);
    if (!sources?.includes('flatbed')) return 'feeder';
    return sources.includes('feeder') && scanner?.status.kind !== 'no-paper-in-feeder' ? 'feeder' : 'flatbed';
  }

  #hasGlass(): boolean {
    const sources = this.#devices.documentScanner?.capabilities?.sources;
    return sources === undefined || sources.some(({ source }) => source === 'flatbed');
  }

  #here(phase: MaterialStep['phase']): { step: MaterialStep; given: GivenMaterials } | null {
    const step = this.#stage.step();
    const { given } = this.#stage.visit();
    return step.at === 'material' && step.phase === phase && given ? { step, given } : null;
  }

  #goTo(step: MaterialStep, phase: MaterialStep['phase'], problem: MaterialProblem | null = null): void {
    this.#stage.goTo({ ...step, phase, problem });
  }
}

/** Null when pages came, and when it was stopped: an empty feeder behind the last sheet is no failure. */
function failureOf(outcome: ScanOutcome): ScanFailure | null {
  if (outcome.kind !== 'failed') return null;
  return outcome.reason === 'no-paper-in-feeder' && outcome.pagesSoFar.length > 0 ? null : outcome.reason;
}
