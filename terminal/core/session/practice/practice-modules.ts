import { moduleNames, stepsAvailable, type Closed, type ModuleStates } from '@tongban/sync/modules';
import type { SessionModules } from '../session-parts.ts';

const states = Object.fromEntries(moduleNames.map((name) => [name, 'up'])) as ModuleStates;
// A result can be wanted sent, as at the real terminal.
const switchedOff = moduleNames.filter((name) => name !== 'acceptance' && name !== 'logistics');

/**
 * Modules that are asked nothing, as at a site without them: an example person has neither an identity that could be
 * confirmed nor licences, so papers are given as papers.
 */
export function practiceModules(): SessionModules {
  const closed = (module: Closed['module']): Closed => ({ module, cause: 'not-at-this-site' });
  const identity = closed('identity');
  const noOrder = async () => ({ kind: 'closed', reason: closed('payment') }) as const;
  return {
    identity: {
      verifyCard: async () => ({ kind: 'provisional', reason: identity }),
      verifyCode: async () => ({ kind: 'closed', reason: identity }),
    },
    eLicence: {
      materials: async (_who, _matter, wanted) =>
        wanted.map(({ material: code }) => ({ code, source: 'scan', stuffType: 0, reason: null })),
    },
    citizensPage: { view: async () => ({ kind: 'closed', reason: closed('citizens-page') }) },
    enterprisePage: { view: async () => ({ kind: 'closed', reason: closed('enterprise-page') }) },
    eSeal: { document: async () => ({ kind: 'closed', reason: closed('e-seal') }) },
    // Nothing is accepted in practice, so nothing is ever to be paid.
    payment: { createOrder: noOrder, order: noOrder, closeOrder: noOrder },
    logistics: {
      deliver: async () => ({ state: 'kept', expectedDay: null }),
      corrected: async () => undefined,
      waitForWaybill: async () => null,
      deliveryOf: () => null,
      track: async () => ({ kind: 'closed', reason: closed('logistics') }),
    },
    // Not offered: what somebody wants to say to 12345 is never practice.
    customerService: {
      faq: () => [],
      createTicket: () => Promise.reject(new Error('practice keeps nothing')),
      ticket: async () => ({ kind: 'closed', reason: closed('customer-service') }),
    },
    onChange: () => () => undefined,
    firstWord: () => null,
    stepsAvailable: (matter) => ({
      ...stepsAvailable(matter, { states, switchedOff }, true),
      matterClosed: null,
    }),
  };
}
