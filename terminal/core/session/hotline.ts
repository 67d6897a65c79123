import type { MethodParams, OwnSubmission } from '@tongban/contract';
import { composeTicketSlip } from '../slip/compose-ticket-slip.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { interrupted, type HotlinePage, type HotlineStep, type Step } from './step.ts';
import type { Visit } from './visit.ts';

type Parts = Pick<SessionParts, 'modules' | 'sync' | 'matters' | 'devices' | 'config' | 'log'>;

/** Where back leads; `close` leaves, and a page that is not named here has no way back. */
const before: Partial<Record<HotlinePage['at'], HotlinePage | 'close'>> = {
  menu: 'close',
  faq: { at: 'menu' },
  answer: { at: 'faq' },
  words: { at: 'topic' },
  phone: { at: 'words' },
  failed: { at: 'phone' },
  lookup: { at: 'menu' },
  looking: { at: 'lookup', problem: null },
  ticket: { at: 'lookup', problem: null },
};

/**
 * 12345 (art. 16): consulting, proposing, complaining and looking up what became of it, without card and log-in. It lies
 * above the step from which it was opened, and leads back to it.
 */
export class Hotline {
  readonly #parts: Parts;
  readonly #stage: Stage;
  readonly #comeBack: (step: Step) => void;

  /** @param comeBack shows the step again that lay under it */
  constructor(parts: Parts, stage: Stage, comeBack: (step: Step) => void) {
    this.#parts = parts;
    this.#stage = stage;
    this.#comeBack = comeBack;
  }

  /** Not from a step that moves on by itself, and not at a site that has no customer service. */
  get mayOpen(): boolean {
    const step = this.#stage.step();
    const { help } = this.#parts.modules.stepsAvailable({});
    if (help.way === 'instead' && help.reason.cause === 'not-at-this-site') return false;
    if (step.at === 'done') return step.slip !== 'printing';
    if (step.at === 'sealed-result') return step.phase !== 'printing';
    if (step.at === 'trouble') return step.kind !== 'restarted';
    return !['attract', 'submitting', 'pay', 'take-card', 'end', 'hotline'].includes(step.at);
  }

  open(): void {
    if (!this.mayOpen) return;
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    if (step.at === 'card') this.#parts.devices.idCardReader.stopReading();
    visit.hotline.own = this.#ownSubmissions(step, visit);
    this.#stage.goTo({ at: 'hotline', page: { at: 'menu' }, from: interrupted(step, visit.typing) });
  }

  close(): void {
    const step = this.#stage.step();
    if (step.at === 'hotline' && step.page.at !== 'sending') this.#comeBack(step.from);
  }

  /** @returns whether this was the place to go back */
  back(): boolean {
    const step = this.#stage.step();
    if (step.at !== 'hotline') return false;
    const { kind } = this.#stage.visit().hotline;
    const page =
      step.page.at === 'topic'
        ? ({ at: kind === 'question' ? 'faq' : 'menu' } as const)
        : before[step.page.at];
    if (page === 'close') this.close();
    else if (page) this.#stage.goTo({ ...step, page });
    return true;
  }

  choose({ want }: MethodParams<'hotline.choose'>): void {
    if (!this.#on('menu')) return;
    if (want === 'lookup') return this.#show({ at: 'lookup', problem: null });
    this.#stage.visit().hotline.kind = want;
    this.#show({ at: want === 'question' ? 'faq' : 'topic' });
  }

  read({ question }: MethodParams<'hotline.read'>): void {
    const entry = this.#parts.modules.customerService.faq().find(({ id }) => id === question);
    if (entry && this.#on('faq')) this.#show({ at: 'answer', entry });
  }

  askOwn(): void {
    if (this.#on('faq') || this.#on('answer')) this.#show({ at: 'topic' });
  }

  about(what: MethodParams<'hotline.about'>): void {
    const { hotline } = this.#stage.visit();
    const about = 'topic' in what ? what.topic : hotline.own.find(({ applyNo }) => applyNo === what.applyNo);
    if (!about || !this.#on('topic')) return;
    hotline.about = about;
    this.#show({ at: 'words' });
  }

  write({ text }: MethodParams<'hotline.write'>): void {
    if (!this.#on('words') || text.trim() === '') return;
    this.#stage.visit().hotline.text = text.trim();
    this.#show({ at: 'phone' });
  }

  send({ phone }: MethodParams<'hotline.send'>): void {
    if (!this.#on('phone')) return;
    this.#stage.visit().hotline.phone = phone?.number ?? null;
    void this.#deliver();
  }

  sendAgain(): void {
    if (this.#on('failed')) void this.#deliver();
  }

  async print(): Promise<void> {
    const step = this.#on('sent');
    const visit = this.#stage.visit();
    const { hotline, language } = visit;
    if (step?.page.at !== 'sent' || step.page.slip === 'printing' || !hotline.sent || !hotline.canPrint)
      return;
    const printing: HotlinePage = { at: 'sent', slip: 'printing' };
    this.#show(printing);
    const { config, devices, log } = this.#parts;
    const outcome = await devices.receiptPrinter.print(
      composeTicketSlip({
        ...{ ...hotline.sent, language, at: new Date() },
        ...{ siteName: config.site.name.zh, terminalId: config.terminalId },
      }),
    );
    log('hotline.slip-printed', { outcome: outcome.kind });
    if (this.#stage.visit() !== visit) return;
    hotline.timesPrinted += outcome.kind === 'failed' ? 0 : 1;
    this.#after(printing, { at: 'sent', slip: outcome.kind });
  }

  async lookUp({ code }: MethodParams<'hotline.lookUp'>): Promise<void> {
    if (!this.#on('lookup')) return;
    this.#stage.visit().hotline.code = code;
    const looking: HotlinePage = { at: 'looking' };
    this.#show(looking);
    const found = await this.#parts.modules.customerService.ticket(code);
    if (found.kind === 'found') return this.#after(looking, { at: 'ticket', ticket: found.ticket });
    const isOffline = found.kind === 'closed' && found.reason.cause === 'offline';
    const problem = found.kind === 'unknown' ? 'unknown' : isOffline ? 'offline' : 'module-down';
    this.#after(looking, { at: 'lookup', problem });
  }

  async #deliver(): Promise<void> {
    const { modules, sync, config, log } = this.#parts;
    const visit = this.#stage.visit();
    const sending: HotlinePage = { at: 'sending' };
    this.#show(sending);
    const { outcomeMs, outcomeOfflineMs } = config.session;
    const waitMs = sync.network === 'online' ? outcomeMs : outcomeOfflineMs;
    try {
      const ticket = await modules.customerService.createTicket(visit.hotline.input(visit.language), waitMs);
      log('hotline.stored', { state: ticket.state });
      visit.hotline.isSent(ticket);
      this.#after(sending, { at: 'sent', slip: null });
    } catch (error) {
      log('hotline.not-stored', { reason: error instanceof Error ? error.name : 'unknown' });
      this.#after(sending, { at: 'failed' });
    }
  }

  #on(page: HotlinePage['at']): HotlineStep | null {
    const step = this.#stage.step();
    return step.at === 'hotline' && step.page.at === page ? step : null;
  }

  #show(page: HotlinePage): void {
    const step = this.#stage.step();
    if (step.at === 'hotline') this.#stage.goTo({ ...step, page });
  }

  /** What came of waiting, for whoever still waits: another visit, or another page, is told nothing. */
  #after(waiting: HotlinePage, page: HotlinePage): void {
    const step = this.#stage.step();
    if (step.at === 'hotline' && step.page === waiting) this.#show(page);
  }

  #ownSubmissions(step: Step, visit: Visit): readonly OwnSubmission[] {
    const { sync, matters } = this.#parts;
    const key = visit.citizen?.key;
    const records =
      step.at === 'done' && visit.record
        ? [visit.record]
        : step.at === 'my-submissions' && key
          ? sync.submissionsOf(key)
          : step.at === 'already-submitted'
            ? [step.record]
            : [];
    return records.flatMap(({ applyNo, matter: { handleItem } }) =>
      applyNo === null ? [] : { applyNo, matterName: matters.find(handleItem)?.name ?? { zh: handleItem } },
    );
  }
}
