import {
  resultCopies,
  type ResultCopies,
  type SealedResultProblem,
  type SealedResultView,
} from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import type { DocumentPrintOutcome } from '@tongban/peripherals/document-printer';
import type { SubmissionRecord } from '@tongban/sync';
import { matterSummary } from './matter-view.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import type { ResultStep, Step } from './step.ts';
import type { Visit } from './visit.ts';

type Parts = Pick<SessionParts, 'modules' | 'devices' | 'sync' | 'matters' | 'log'>;

/** What the printer's panel shows to everybody. */
const JOB_NAME = '办理结果';
const MOST: number = resultCopies.length;

/**
 * Prints the sealed result of a finished submission. The document is fetched for one print, is in memory meanwhile, and
 * is overwritten when the printer is done with it, however that ended.
 */
export class SealedResult {
  readonly #parts: Parts;
  readonly #stage: Stage;

  constructor(parts: Parts, stage: Stage) {
    this.#parts = parts;
    this.#stage = stage;
  }

  /** Whether a sealed result of it can be printed here. */
  isPrintable(record: SubmissionRecord): boolean {
    const matter = this.#parts.matters.find(record.matter.handleItem)?.catalogued?.matter;
    return (
      this.#parts.devices.documentPrinter !== null &&
      hasSealedResult(record, matter) &&
      copiesLeft(this.#stage.visit(), record.id) > 0
    );
  }

  /** @param number of a submission of this citizen, from the finished matter or from what was submitted */
  open(number: string): void {
    const step = this.#stage.step();
    const { record, citizen } = this.#stage.visit();
    if (step.at !== 'done' && step.at !== 'my-submissions' && step.at !== 'already-submitted') return;
    if (step.at === 'done' && step.slip === 'printing') return;
    const known = step.at === 'done' ? (record ? [record] : []) : this.#submissions(citizen?.key ?? null);
    const found = known.find(({ applyNo }) => applyNo === number);
    if (!found || !this.isPrintable(found)) return;
    this.#stage.goTo({
      ...{ at: 'sealed-result', record: found, from: step, phase: 'copies' },
      ...{ copies: 1, verifyCode: null, problem: null },
    });
  }

  print(copies: ResultCopies): void {
    const step = this.#stage.step();
    if (step.at !== 'sealed-result' || step.phase === 'printing' || step.phase === 'printed') return;
    if (copies > copiesLeft(this.#stage.visit(), step.record.id)) return;
    void this.#run({ ...step, phase: 'printing', copies, problem: null });
  }

  async #run(step: ResultStep): Promise<void> {
    const { modules, devices, log } = this.#parts;
    const visit = this.#stage.visit();
    this.#stage.goTo(step);
    const sealed = await modules.eSeal.document(step.record.applyNo ?? '', 'result');
    if (sealed.kind !== 'done') {
      const isOffline = sealed.kind === 'closed' && sealed.reason.cause === 'offline';
      log('result.not-sealed', { reason: sealed.kind === 'closed' ? sealed.reason.cause : sealed.code });
      return this.#end(step, sealed.kind === 'refused' ? 'not-ready' : isOffline ? 'offline' : 'away');
    }
    const { pdf, verifyCode } = sealed.value;
    // Who has left meanwhile gets no paper that the next one would find.
    if (this.#stage.step() !== step) return void pdf.fill(0);
    const outcome = await devices.documentPrinter
      ?.print(pdf, { copies: step.copies, name: JOB_NAME })
      .finally(() => pdf.fill(0));
    log('result.printed', {
      id: step.record.id,
      copies: step.copies,
      outcome: outcome?.kind ?? 'no-printer',
    });
    if (outcome && outcome.kind !== 'failed') {
      const before = visit.resultCopies.get(step.record.id) ?? 0;
      visit.resultCopies.set(step.record.id, before + step.copies);
    }
    this.#end({ ...step, verifyCode }, outcome ? problemOf(outcome) : 'printer-offline', step);
  }

  #end(step: ResultStep, problem: SealedResultProblem | null, shown: ResultStep = step): void {
    if (this.#stage.step() !== shown) return;
    this.#stage.goTo({ ...step, phase: problem === null ? 'printed' : 'cannot', problem });
  }

  #submissions(key: Parameters<Parts['sync']['submissionsOf']>[0] | null): SubmissionRecord[] {
    return key ? [...this.#parts.sync.submissionsOf(key)] : [];
  }
}

/** Finished, with a result that is sealed: what was refused in the pre-review has none. */
function hasSealedResult(record: SubmissionRecord, matter: Matter | undefined): boolean {
  const isDone = record.applyNo !== null && record.finished && record.preReview !== 'refused';
  return isDone && !record.need && matter?.needs?.sealedResult === true;
}

function copiesLeft(visit: Visit, id: string): number {
  return MOST - (visit.resultCopies.get(id) ?? 0);
}

function problemOf(outcome: DocumentPrintOutcome): SealedResultProblem | null {
  if (outcome.kind === 'printed') return null;
  if (outcome.kind === 'unknown') return 'look';
  if (outcome.reason === 'paper-out') return 'paper-out';
  return outcome.reason === 'disconnected' ? 'printer-offline' : 'printer-attention';
}

/** Each state of it; pure. */
export function sealedResultView(step: ResultStep, visit: Visit, matter: Matter): SealedResultView {
  const { phase, copies, verifyCode, problem, record } = step;
  if (!visit.citizen) throw new Error('a result needs a citizen');
  return {
    ...{
      screen: 'sealed-result',
      matter: matterSummary(matter),
      holder: visit.holder ?? visit.citizen.holder,
    },
    number: record.applyNo ?? record.tempNo,
    ...{ phase, copies, verifyCode, problem, most: copiesLeft(visit, record.id) },
  };
}

/** While it prints nobody leaves: what comes out would lie there for the next one. It is bounded by the printer's limits. */
export function isPrintingResult(step: Step): boolean {
  return step.at === 'sealed-result' && step.phase === 'printing';
}
