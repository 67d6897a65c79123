import type { Matter } from '../catalogue/index.ts';
import {
  cutOffsAt,
  versionInForce,
  type CatalogueEntry,
  type CutOff,
  type Place,
  type PublishedCatalogue,
  type Words,
} from './layout.ts';

/** What a matter may need of the terminal or of the city's other systems. */
export type Capability =
  'papers' | 'identity' | 'enterprise' | 'payment' | 'sealed-print' | 'permit-card-writer';

/** `away`: not just now · `never`: this terminal or site does not have it. */
export type CapabilityState = 'ready' | 'away' | 'never';

/** The matter as it is published. */
export interface MatterFacts {
  readonly entry: CatalogueEntry;
  /** Document of the version in force; null where this program cannot read it, or where none is in force. */
  readonly document: Matter | null;
  readonly cutOff: CutOff | null;
}

export interface TerminalFacts {
  readonly can: Readonly<Record<Capability, CapabilityState>>;
  /** How long ago the centre confirmed what is in force, and for how long that is enough. */
  readonly catalogueAgeMs: number;
  readonly catalogueAgeLimitMs: number;
}

/** For who asks about the matter itself and not about a terminal: the platform, the console. */
export const ANY_TERMINAL: TerminalFacts = {
  can: {
    ...{ papers: 'ready', identity: 'ready', enterprise: 'ready', payment: 'ready' },
    ...{ 'sealed-print': 'ready', 'permit-card-writer': 'ready' },
  },
  catalogueAgeMs: 0,
  catalogueAgeLimitMs: Infinity,
};

export type UnavailableReason =
  /** Gone for good: not shown, an old link explains. */
  | 'terminated'
  /** No version has taken effect: not shown. */
  | 'not-yet'
  | 'suspended'
  | 'maintenance'
  | 'unit-cut-off'
  | 'not-at-terminals'
  /** The document is written for a newer program than this. */
  | 'program-too-old'
  | 'papers-cannot-be-taken'
  | 'identity-cannot-be-confirmed'
  | 'enterprise-cannot-be-confirmed'
  | 'cannot-be-paid'
  | 'result-cannot-be-printed'
  | 'permit-card-cannot-be-written'
  | 'catalogue-too-old';

export interface Unavailable {
  readonly available: false;
  readonly reason: UnavailableReason;
  /** In the publisher's words where they gave some. */
  readonly words: Words;
  /** ISO 8601; null where it is not known. `until` is never past. */
  readonly from: string | null;
  readonly until: string | null;
  /** Where it can be done meanwhile; null where it can be done nowhere. */
  readonly elsewhere: Words | null;
}
export type Availability = { readonly available: true } | Unavailable;

const ELSEWHERE: Words = {
  zh: '可在“一网通办”网站或随申办办理，也可到窗口办理。',
  en: 'Online, in the Suishenban app, or at the counter.',
};
const OTHER_TERMINAL: Words = {
  zh: '请换旁边的终端，或到窗口办理。',
  en: 'Please use another terminal or the counter.',
};

/**
 * Whether a matter can be begun at a terminal at a time, and if not the first reason: what holds for everybody comes before
 * what holds for this terminal. Screens, sync, platform and console all ask here.
 */
export function availability(
  { entry, document, cutOff }: MatterFacts,
  terminal: TerminalFacts,
  now: Date,
): Availability {
  const has = (instant: string): boolean => Date.parse(instant) <= now.getTime();
  const { termination, suspension } = entry;
  if (termination && has(termination.from)) {
    return no('terminated', termination.reason, { from: termination.from, elsewhere: null });
  }
  if (!versionInForce(entry, now)) {
    const { effectiveFrom: from = null } = entry.versions[0] ?? {};
    return no('not-yet', { zh: '这个事项还没有开通。', en: 'This matter is not open yet.' }, { from });
  }
  if (suspension && has(suspension.from)) {
    const { reason, from, until, otherChannel: elsewhere } = suspension;
    return no('suspended', reason, { from, until: until !== null && has(until) ? null : until, elsewhere });
  }
  const window = entry.maintenance.find(({ from, until }) => has(from) && !has(until));
  if (window) return no('maintenance', window.reason, window);
  if (cutOff && has(cutOff.since)) return no('unit-cut-off', cutOff.notice, { from: cutOff.since });
  if (!entry.kiosk) {
    const words = { zh: '这个事项不在自助终端办理。', en: 'This matter is not done at terminals.' };
    return no('not-at-terminals', words);
  }
  if (!document) {
    const words = {
      zh: '这台终端的程序要更新后才能办这个事项。',
      en: 'This terminal needs an update first.',
    };
    return no('program-too-old', words);
  }
  for (const { capability, blocks, reason, words } of LACKS) {
    if (needs(document, capability) && blocks.includes(terminal.can[capability])) {
      return no(reason, words, { elsewhere: OTHER_TERMINAL });
    }
  }
  if (terminal.catalogueAgeMs > terminal.catalogueAgeLimitMs) {
    const words = {
      zh: '这台终端很久没有收到最新的办事指南，先不能办理新的申请。',
      en: 'This terminal has not had the latest guides for too long to take new applications.',
    };
    return no('catalogue-too-old', words, { elsewhere: OTHER_TERMINAL });
  }
  return { available: true };
}

/**
 * The facts of a matter in a publication; undefined when it is not in it.
 * @param place of the terminal; null: what holds for every channel
 */
export function matterFacts(
  published: {
    readonly catalogue: PublishedCatalogue;
    matter(item: string, version: string): { matter: Matter } | null;
  },
  handleItem: string,
  now: Date,
  place: Place | null,
): MatterFacts | undefined {
  const entry = published.catalogue.matters.find((each) => each.handleItem === handleItem);
  if (!entry) return undefined;
  const version = versionInForce(entry, now);
  return {
    entry,
    document: (version && published.matter(handleItem, version.version)?.matter) ?? null,
    cutOff: cutOffsAt(published.catalogue, place, now).find(({ unit }) => unit === entry.unit) ?? null,
  };
}

/**
 * What a terminal may lack, and what then closes the matter: a module that is away for an hour closes only its own step,
 * unless nothing can begin without it.
 */
const LACKS: readonly {
  readonly capability: Capability;
  readonly blocks: readonly CapabilityState[];
  readonly reason: UnavailableReason;
  readonly words: Words;
}[] = [
  {
    capability: 'papers',
    blocks: ['away', 'never'],
    reason: 'papers-cannot-be-taken',
    words: {
      zh: '这件事要交纸质材料，这台终端现在不能拍照或扫描。',
      en: 'This matter needs papers, and this terminal cannot photograph or scan them now.',
    },
  },
  {
    capability: 'identity',
    blocks: ['away', 'never'],
    reason: 'identity-cannot-be-confirmed',
    words: {
      zh: '这件事要先联网核验身份，现在核验不了。',
      en: 'This matter needs your identity confirmed online, which is not possible now.',
    },
  },
  {
    capability: 'enterprise',
    blocks: ['away', 'never'],
    reason: 'enterprise-cannot-be-confirmed',
    words: {
      zh: '这件事要联网核对企业和经办资格，现在核对不了。',
      en: 'The enterprise, and that you may act for it, have to be confirmed online, which is not possible now.',
    },
  },
  {
    capability: 'payment',
    blocks: ['never'],
    reason: 'cannot-be-paid',
    words: {
      zh: '这件事要缴费，这台终端不能缴费。',
      en: 'There is a fee, which cannot be paid at this terminal.',
    },
  },
  {
    capability: 'sealed-print',
    blocks: ['never'],
    reason: 'result-cannot-be-printed',
    words: {
      zh: '这件事要当场打印盖章的文书，这台终端打不了。',
      en: 'The sealed document of this matter cannot be printed at this terminal.',
    },
  },
  {
    capability: 'permit-card-writer',
    blocks: ['away', 'never'],
    reason: 'permit-card-cannot-be-written',
    words: {
      zh: '这件事要改写居住证卡片，这台终端没有读写设备。',
      en: 'The residence permit card has to be rewritten, which this terminal cannot do.',
    },
  },
];

function needs(document: Matter, capability: Capability): boolean {
  switch (capability) {
    case 'papers':
      return document.materials.some(
        ({ source, necessity }) => source === 'document' && necessity === 'required',
      );
    case 'identity':
      return document.needs?.strongIdentity === true;
    case 'enterprise':
      return document.needs?.enterprise === true;
    case 'payment':
      return document.needs?.pay !== undefined;
    case 'sealed-print':
      return document.needs?.sealedResult === true;
    case 'permit-card-writer':
      return document.needs?.devices?.includes('permit-card-writer') === true;
  }
}

function no(
  reason: UnavailableReason,
  words: Words,
  more: {
    readonly from?: string | null;
    readonly until?: string | null;
    readonly elsewhere?: Words | null;
  } = {},
): Unavailable {
  const { from = null, until = null, elsewhere = ELSEWHERE } = more;
  return { available: false, reason, words, from, until, elsewhere };
}
