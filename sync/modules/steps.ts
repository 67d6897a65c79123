import type { Closed, ModuleName, ModuleState, ModuleStates } from './names.ts';

/** What a matter document says of the modules that it depends on: `matter.needs`. */
export interface MatterNeeds {
  /** A fee of so many fen is paid at the terminal. */
  readonly pay?: { readonly feeFen: number } | undefined;
  /** The result can be delivered. */
  readonly delivery?: boolean | object | undefined;
  /** Materials that an electronic licence satisfies; `catalogueCode` of 15 digits (电子证照目录). */
  readonly licences?: readonly { readonly material: string; readonly catalogueCode: string }[] | undefined;
  /** Only with an identity that 统一身份认证 has confirmed. */
  readonly strongIdentity?: boolean | undefined;
  /** A sealed document is printed at the end. */
  readonly sealedResult?: boolean | undefined;
  /** For enterprises, done by an agent. */
  readonly enterprise?: boolean | undefined;
}

/** A module switched off at this site is known to whoever asks, so it stands beside the states. */
export interface ModulesNow {
  readonly states: ModuleStates;
  readonly switchedOff?: readonly ModuleName[];
}

/**
 * `open`: as online, `slow` when the module is degraded · `instead`: done in another way · `closed`: not now.
 */
export type Step<Instead extends string> =
  | { readonly way: 'open'; readonly slow: boolean }
  | { readonly way: 'instead'; readonly instead: Instead; readonly reason: Closed }
  | { readonly way: 'closed'; readonly reason: Closed };

/** What of a visit can be done now. A step that the matter does not have is null. */
export interface StepsAvailable {
  /** Null: the matter can be done. Otherwise it cannot be begun now, and why. */
  readonly matterClosed: Closed | null;
  readonly submit: Step<'temporary-number'>;
  readonly identify: Step<'card-provisional'>;
  readonly help: Step<'faq-and-phone'>;
  readonly pay: Step<never> | null;
  readonly deliver: Step<'address-kept-no-date'> | null;
  readonly licences: Step<'scan'> | null;
  readonly sealedResult: Step<never> | null;
  readonly archive: Step<'queued'>;
  readonly citizensPage: Step<never>;
  readonly enterprisePage: Step<never> | null;
}

/**
 * The one place that says what a module's absence closes (domain table of art. 5). Pure.
 * @param online whether the acceptance platform answers: without it no other module is asked either
 */
export function stepsAvailable(matter: MatterNeeds, modules: ModulesNow, online: boolean): StepsAvailable {
  const closed = (module: ModuleName): Closed | null => {
    if (modules.switchedOff?.includes(module)) return { module, cause: 'not-at-this-site' };
    if (!online) return { module, cause: 'offline' };
    return modules.states[module] === 'down' ? { module, cause: 'module-down' } : null;
  };
  const slow = (module: ModuleName): boolean => {
    const state: ModuleState = modules.states[module];
    return state === 'degraded';
  };
  const instead = <I extends string>(module: ModuleName, way: I): Step<I> => {
    const reason = closed(module);
    return reason ? { way: 'instead', instead: way, reason } : { way: 'open', slow: slow(module) };
  };
  const orClosed = (module: ModuleName): Step<never> => {
    const reason = closed(module);
    return reason ? { way: 'closed', reason } : { way: 'open', slow: slow(module) };
  };
  const identity = closed('identity');
  // A licence and a personal page are shown to a confirmed identity alone, so they go with that module too.
  const confirmed = (step: Step<never>): Step<never> =>
    step.way === 'open' && identity ? { way: 'closed', reason: identity } : step;
  const licences = instead('e-licence', 'scan');
  return {
    matterClosed: matter.strongIdentity ? identity : null,
    submit: instead('acceptance', 'temporary-number'),
    identify:
      identity && matter.strongIdentity
        ? { way: 'closed', reason: identity }
        : instead('identity', 'card-provisional'),
    help: instead('customer-service', 'faq-and-phone'),
    pay: matter.pay ? orClosed('payment') : null,
    deliver: matter.delivery ? instead('logistics', 'address-kept-no-date') : null,
    licences: !matter.licences?.length
      ? null
      : licences.way === 'open' && identity
        ? { way: 'instead', instead: 'scan', reason: identity }
        : licences,
    sealedResult: matter.sealedResult ? orClosed('e-seal') : null,
    archive: instead('e-archive', 'queued'),
    citizensPage: confirmed(orClosed('citizens-page')),
    enterprisePage: matter.enterprise ? confirmed(orClosed('enterprise-page')) : null,
  };
}
