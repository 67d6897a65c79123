import type { SlipState } from '@tongban/contract';
import { composeSlip } from '../slip/compose-slip.ts';
import { composePracticeSlip } from '../slip/practice-slip.ts';
import { deliveryView } from './delivery.ts';
import { feeView } from './fee.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { slipTrouble, trouble } from './step.ts';

type Parts = Pick<SessionParts, 'devices' | 'modules' | 'config' | 'log' | 'practice' | 'missingCharacters'>;

/** What the citizen takes home of a submission that is stored: a printed slip, or what the screen shows. */
export class SlipGiving {
  readonly #parts: Parts;
  readonly #stage: Stage;

  constructor(parts: Parts, stage: Stage) {
    this.#parts = parts;
    this.#stage = stage;
  }

  /** The end of a matter: the slip, unless no paper was wanted. */
  async give(): Promise<void> {
    if (this.#stage.visit().paper === 'none') this.#stage.goTo({ at: 'done', slip: 'not-wanted' });
    else await this.print();
  }

  printAgain(): void {
    const step = this.#stage.step();
    if (step.at !== 'done' || step.slip === 'printing' || !this.#stage.visit().canPrintAgain) return;
    void this.print();
  }

  async print(): Promise<void> {
    const visit = this.#stage.visit();
    const { record, catalogued, citizen } = visit;
    if (!record || !catalogued || !citizen) return;
    const { devices, modules, config, log, practice, missingCharacters } = this.#parts;
    const compose = practice ? composePracticeSlip : composeSlip;
    this.#stage.goTo({ at: 'done', slip: 'printing' });
    const outcome = await devices.receiptPrinter.print(
      compose({
        record,
        matter: catalogued.matter,
        holder: visit.holder ?? citizen.holder,
        findable: citizen.findable,
        language: visit.language,
        siteName: config.site.name.zh,
        terminalId: config.terminalId,
        correction: visit.correction,
        fee: feeView(visit),
        delivery: deliveryView(visit, (id) => modules.logistics.deliveryOf(id)),
      }),
    );
    if (outcome.kind === 'printed') missingCharacters.notPrinted(outcome.undrawable ?? []);
    log('slip.printed', { id: record.id, outcome: outcome.kind });
    if (this.#stage.visit() !== visit) return;
    visit.timesPrinted += outcome.kind === 'failed' ? 0 : 1;
    const kind = slipTrouble(outcome);
    const slip: SlipState = outcome.kind;
    if (kind) this.#stage.goTo(trouble(kind, { at: 'done', slip }, ['try-again', 'without-slip']));
    else this.#stage.goTo({ at: 'done', slip });
  }
}
