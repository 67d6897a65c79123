import { CREDIT_CODE_LENGTH, type FieldCheck } from '@tongban/contract';
import { isCreditCode } from '@tongban/kiosk-config/catalogue/codes';
import type { Closed, WhichEnterprise } from '@tongban/sync/modules';
import { confirmedIdentity } from './confirmed-identity.ts';
import { exampleEnterprise } from './practice/example-person.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import { creditCodeStep, type EnterpriseStep, type Typed } from './step.ts';
import type { Visit } from './visit.ts';

type Found = NonNullable<EnterpriseStep['found']>;

/**
 * For which enterprise a matter is done (企业办事, `needs.enterprise`), asked when the citizen is known: its 统一社会信用代码
 * is typed, or its 电子营业执照 shown to the scanner. 企业专属网页 says who that is, and whether this person may act for it.
 */
export class ForEnterprise {
  readonly #parts: Pick<SessionParts, 'modules' | 'config' | 'practice' | 'log'>;
  readonly #stage: Stage;
  readonly #events: { readonly goOn: () => void; readonly missCard: () => void };
  #timer: NodeJS.Timeout | undefined;

  constructor(
    parts: Pick<SessionParts, 'modules' | 'config' | 'practice' | 'log'>,
    stage: Stage,
    events: { readonly goOn: () => void; readonly missCard: () => void },
  ) {
    this.#parts = parts;
    this.#stage = stage;
    this.#events = events;
  }

  /** The citizen is known; who has said already for which one sees it again, and may change it. */
  ask(): void {
    const { enterprise } = this.#stage.visit();
    if (enterprise) this.#look({ creditCode: enterprise.creditCode });
    else this.#stage.goTo(creditCodeStep(this.#parts.practice ? exampleEnterprise.creditCode : undefined));
  }

  /** @returns null where something else is asked */
  check(field: string, value: Typed['value']): FieldCheck | null {
    const step = this.#stage.step();
    if (step.at !== 'credit-code' || field !== 'creditCode') return null;
    const code = typeof value === 'string' ? value : '';
    const missing = CREDIT_CODE_LENGTH - code.length;
    if (missing > 0) return { ok: false, problem: 'missing', count: code === '' ? null : missing };
    return isCreditCode(code) ? { ok: true } : { ok: false, problem: 'wrong', words: null };
  }

  /** @returns null where something else is asked */
  answer(field: string, value: Typed['value']): FieldCheck | null {
    const check = this.check(field, value);
    if (check?.ok) this.#look({ creditCode: String(value) });
    return check;
  }

  /** A code that says nothing to us. @returns whether it is of use on this screen */
  scanned(licenceCode: string): boolean {
    const isOfUse = this.#stage.step().at === 'credit-code' && this.#parts.practice === null;
    if (isOfUse) this.#look({ licenceCode });
    return isOfUse;
  }

  /** Once more where nobody could be asked. */
  again(): void {
    const step = this.#stage.step();
    if (step.at !== 'enterprise' || step.found?.kind !== 'closed') return;
    if (step.found.why === 'offline' || step.found.why === 'away') this.#look(step.which);
  }

  /** What lay under 12345: an answer that came meanwhile was dropped. */
  comeBackTo(step: EnterpriseStep): void {
    if (step.found) this.#stage.goTo(step);
    else this.#look(step.which);
  }

  /** It is the right one. */
  confirm(): void {
    const step = this.#stage.step();
    if (step.at !== 'enterprise' || step.found?.kind !== 'enterprise') return;
    const { creditCode, name } = step.found.enterprise;
    this.#stage.visit().actForEnterprise({ type: 'legal', creditCode, name });
    this.#events.goOn();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(which: WhichEnterprise): void {
    const step: EnterpriseStep = { at: 'enterprise', which, found: null };
    this.#stage.goTo(step);
    const show = (found: Found): void => {
      if (this.#stage.step() !== step) return;
      clearTimeout(this.#timer);
      this.#parts.log('enterprise.asked', { found: found.kind === 'enterprise' ? found.kind : found.why });
      this.#stage.goTo({ ...step, found });
      // Nobody misses a card while this is asked.
      this.#events.missCard();
    };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => show({ kind: 'closed', why: 'away' }),
      this.#parts.config.session.licenceMs,
    );
    void this.#ask(which, this.#stage.visit()).then(show);
  }

  async #ask(which: WhichEnterprise, visit: Visit): Promise<Found> {
    const { modules, practice } = this.#parts;
    if (practice) return { kind: 'enterprise', enterprise: { ...exampleEnterprise, ...which } };
    const who = await confirmedIdentity(visit, modules);
    if (who.kind === 'closed') return { kind: 'closed', why: whyOf(who.reason) };
    if (who.kind === 'not-confirmed') return { kind: 'closed', why: 'not-confirmed' };
    const reply = await modules.enterprisePage.view(who.verificationId, which);
    if (reply.kind === 'done') return { kind: 'enterprise', enterprise: reply.value };
    if (reply.kind === 'closed') return { kind: 'closed', why: whyOf(reply.reason) };
    switch (reply.field) {
      case 'creditCode':
      case 'licenceCode':
        return { kind: 'closed', why: 'no-such-enterprise' };
      case 'agent':
        return { kind: 'closed', why: 'does-not-act' };
      default:
        return { kind: 'closed', why: 'away' };
    }
  }
}

function whyOf({ cause }: Closed): 'offline' | 'away' {
  return cause === 'offline' ? 'offline' : 'away';
}
