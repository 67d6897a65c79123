import { confirmedIdentity } from './confirmed-identity.ts';
import { knownOf, whyClosed, type MatterLicences } from './matter-licences.ts';
import type { SessionParts } from './session-parts.ts';
import type { Stage } from './stage.ts';
import type { LicenceStep, Step } from './step.ts';
import type { Visit } from './visit.ts';
import { firstOpenStep, paperStep } from './way.ts';

/**
 * Electronic licences in the place of papers. They are looked for behind the first questions, so that as a rule nobody
 * waits; who comes to a paper before the answer is there waits a few seconds, and then gives the paper. Nothing is handed
 * in by reference without the citizen's yes to this one licence.
 */
export class LicenceGiving {
  readonly #parts: Pick<SessionParts, 'modules' | 'config' | 'log'>;
  readonly #stage: Stage;
  /** What is being looked for just now. */
  #search: MatterLicences | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Pick<SessionParts, 'modules' | 'config' | 'log'>, stage: Stage) {
    this.#parts = parts;
    this.#stage = stage;
  }

  /** A form has begun: what its papers need will be wanted soon. */
  lookAhead(): void {
    const visit = this.#stage.visit();
    const isWanted = visit.given?.asked().some(({ code }) => visit.licences?.mayStandIn(code)) ?? false;
    if (visit.licences && isWanted && this.#closed(visit) === null) this.#look(visit, visit.licences);
  }

  /** The paper at once, where no licence can stand in for it. */
  instead(step: Step): Step {
    if (step.at !== 'licence') return step;
    const visit = this.#stage.visit();
    const { licences } = visit;
    if (licences?.found(step.code)) return step;
    const closed = licences?.mayStandIn(step.code) ? this.#closed(visit) : null;
    if (closed) licences?.know(step.code, whyClosed(closed));
    return closed || !licences?.mayStandIn(step.code) ? paperStep(step.code, step.fromReview) : step;
  }

  /** The step has changed, whoever changed it. */
  stepChanged(step: Step): void {
    clearTimeout(this.#timer);
    const visit = this.#stage.visit();
    const { licences } = visit;
    if (step.at !== 'licence' || !licences || licences.found(step.code)) return;
    this.#timer = setTimeout(() => this.#giveUp(step, licences), this.#parts.config.session.licenceMs);
    this.#look(visit, licences);
  }

  /** The citizen's yes. */
  use(): void {
    const step = this.#stage.step();
    const visit = this.#stage.visit();
    const found = step.at === 'licence' ? visit.licences?.found(step.code) : null;
    if (step.at !== 'licence' || !found || !visit.given) return;
    visit.given.giveLicence(step.code, found);
    this.#parts.log('licence.used', { material: step.code });
    this.#stage.goTo(firstOpenStep(visit));
  }

  usePaper(): void {
    const step = this.#stage.step();
    if (step.at === 'licence') this.#stage.goTo(paperStep(step.code, step.fromReview));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #closed({ catalogued }: Visit) {
    const step = this.#parts.modules.stepsAvailable(catalogued?.matter.needs ?? {}).licences;
    return step?.way === 'instead' ? step.reason : null;
  }

  #giveUp(step: LicenceStep, licences: MatterLicences): void {
    if (this.#stage.step() !== step) return;
    this.#parts.log('licences.too-late');
    licences.know(step.code, 'away');
    this.#stage.goTo(paperStep(step.code, step.fromReview));
  }

  #look(visit: Visit, licences: MatterLicences): void {
    if (this.#search === licences) return;
    this.#search = licences;
    void this.#ask(visit, licences).then(() => {
      if (this.#search === licences) this.#search = null;
      const step = this.#stage.step();
      if (step.at !== 'licence' || this.#stage.visit().licences !== licences) return;
      this.#stage.goTo(licences.found(step.code) ? step : paperStep(step.code, step.fromReview));
    });
  }

  async #ask(visit: Visit, licences: MatterLicences): Promise<void> {
    const { modules, log } = this.#parts;
    const { named } = licences;
    const handleItem = visit.catalogued?.matter.handleItem ?? '';
    const who = await confirmedIdentity(visit, modules);
    if (who.kind !== 'confirmed') {
      const why = who.kind === 'closed' ? whyClosed(who.reason) : who.kind;
      for (const { material } of named) licences.know(material, why);
    } else {
      const now = new Date();
      for (const given of await modules.eLicence.materials(who.verificationId, handleItem, named)) {
        licences.know(given.code, knownOf(given, now));
      }
    }
    const found = named.filter(({ material }) => licences.found(material)).length;
    log('licences.looked-for', { of: named.length, found });
  }
}
