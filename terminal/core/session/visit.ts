import { randomUUIDv7 } from 'node:crypto';
import {
  USUAL_DISPLAY,
  USUAL_VOLUME,
  type Display,
  type HolderView,
  type Language,
  type Paper,
  type ParcelView,
  type SpeechVolume,
} from '@tongban/contract';
import {
  asFiled,
  type CataloguedMatter,
  type Matter,
  type PersonFacts,
} from '@tongban/kiosk-config/catalogue';
import type { UnavailableReason } from '@tongban/kiosk-config/published';
import type { IdCard } from '@tongban/peripherals/id-card-reader';
import type { CardKey, SubmissionRecord } from '@tongban/sync';
import type { LegalApplicant } from '@tongban/sync/contract';
import type { Correction } from './correction.ts';
import { ALL, type Finding } from './finding.ts';
import { Form } from './form.ts';
import { GivenMaterials } from './given-materials.ts';
import { HotlineDraft } from './hotline-draft.ts';
import { mask, maskName } from './mask.ts';
import { MatterLicences } from './matter-licences.ts';
import { personFacts } from './person.ts';
import type { Represented, RepresentedField } from './represented.ts';
import type { Typed } from './step.ts';

/** What became of a fee. */
export interface Payment {
  readonly state: 'paid' | 'unpaid' | 'unknown';
  /** Null when there never was an order. */
  readonly orderId: string | null;
}

/** A parcel that was to be sent for what is submitted in this visit. */
export interface Parcel {
  /** Id of the submission that bears its number; null when the address could not be kept. */
  readonly of: string | null;
  /** Masked; null: ordered before the correction. */
  readonly address: string | null;
}

/** Where a parcel was when it was last asked for. */
export type Tracked = Pick<ParcelView, 'stage' | 'at'>;

/** Paper is not endless: so many slips for one submission. */
const MAX_PRINTS = 3;

/** The citizen of this visit, known since the card was read or the code on a phone was confirmed. */
export interface Citizen {
  /** Null: known without an ID card. Then there is no key, and nothing that could be taken away. */
  readonly card: IdCard | null;
  /** What the identity module confirmed somebody by who has no ID card with them; null with one. */
  readonly confirmedBy: 'suishen-code' | 'social-security-card' | null;
  readonly person: PersonFacts;
  readonly holder: HolderView;
  /** What is submitted now can be found here again: by the key that a card's management number makes. */
  readonly findable: boolean;
  /** Making a key takes longer than a citizen should wait. Null where nothing makes one: then it neither seals nor finds. */
  readonly keyMade: Promise<CardKey | null>;
  /** The same as soon as it is there; null until then. */
  readonly key: CardKey | null;
}

/**
 * Everything that one citizen brings and types, from the first touch to the end. It lives in memory only; ending the
 * visit drops the whole object, so there is no list of things to wipe that could miss one.
 */
export class Visit {
  language: Language = 'zh-CN';
  display: Display = USUAL_DISPLAY;
  /** Voice guidance was asked for. */
  speaking = false;
  volume: SpeechVolume = USUAL_VOLUME;
  /** Kept while the citizen looks at one matter and comes back. */
  finding: Finding = ALL;
  catalogued: CataloguedMatter | null = null;
  citizen: Citizen | null = null;
  /** For whom the matter is done; null until that is known, and where the matter lets nobody act for another. */
  forWhom: 'self' | 'other' | null = null;
  /** The person that the citizen acts for. */
  represented: Represented | null = null;
  /** The enterprise that the citizen acts for. */
  enterprise: LegalApplicant | null = null;
  /** What was typed of that person so far. */
  typedOfRepresented: Partial<Record<RepresentedField, string>> = {};
  form: Form | null = null;
  given: GivenMaterials | null = null;
  licences: MatterLicences | null = null;
  /** Under which other systems know this citizen for a while; null while 统一身份认证 has not confirmed it. */
  verified: { readonly verificationId: string; readonly validUntil: string } | null = null;
  /** What was checked last while it was typed. */
  typing: Typed | null = null;
  readonly hotline = new HotlineDraft();
  /**
   * Made once per submission and the same for all its retries; a corrected submission gets a new one. Ordered by time,
   * so that the store's index of keys grows at one end.
   */
  idempotencyKey: string = randomUUIDv7();
  record: SubmissionRecord | null = null;
  /** What is corrected; null while something is submitted for the first time. */
  correction: Correction | null = null;
  paper: Paper = 'slip';
  timesPrinted = 0;
  /** Copies of sealed results, by the id of the submission. */
  readonly resultCopies = new Map<string, number>();
  /** What became of the fee; null until something has. */
  payment: Payment | null = null;
  /** What was to be sent of what is submitted; null where nothing was. */
  parcel: Parcel | null = null;
  /** Where parcels are, by the id of the submission. */
  readonly tracked = new Map<string, Tracked>();
  /** The citizen has said how it was. */
  rated = false;
  /** In practice: the example person's card was put on the reader by a touch. */
  usesExample = false;
  /** What the citizen was told of the matter while filling in, so that it is told once. */
  told: UnavailableReason | null = null;

  get canPrintAgain(): boolean {
    return this.timesPrinted < MAX_PRINTS;
  }

  /** The number that the citizen keeps; null before anything is stored. */
  get number(): string | null {
    return this.record && (this.record.applyNo ?? this.correction?.applyNo ?? this.record.tempNo);
  }

  /** Who the form is about: the citizen, or the person that the citizen acts for. */
  get applicant(): { readonly person: PersonFacts; readonly card: IdCard | null } | null {
    return this.represented ?? this.citizen;
  }

  /** The citizen, and whom they act for in the chosen matter; as the screens show it. */
  get holder(): HolderView | null {
    if (!this.citizen) return null;
    const { represented, enterprise, catalogued, citizen } = this;
    if (!catalogued) return citizen.holder;
    if (enterprise) {
      const { name, creditCode } = enterprise;
      return { ...citizen.holder, filesFor: { kind: 'enterprise', name, idNumber: creditCode } };
    }
    if (!represented) return citizen.holder;
    return { ...citizen.holder, filesFor: { kind: 'person', ...holderView(represented.person) } };
  }

  /** The chosen matter as it is filed by this citizen. */
  get filed(): Matter {
    if (!this.catalogued) throw new Error('no matter is chosen');
    return asFiled(this.catalogued.matter, this.represented !== null);
  }

  /** Another answer than before begins the form anew: it would be about another person. */
  actFor(who: 'self' | 'other'): void {
    if (this.forWhom === who) return;
    this.#beginAnew();
    this.forWhom = who;
  }

  represent(person: PersonFacts, card: IdCard | null): void {
    this.represented = { person, card };
  }

  /** Likewise for another enterprise than before. */
  actForEnterprise(enterprise: LegalApplicant): void {
    if (this.enterprise?.creditCode !== enterprise.creditCode) this.#beginAnew();
    this.enterprise = enterprise;
  }

  #beginAnew(): void {
    this.forWhom = null;
    this.represented = null;
    this.enterprise = null;
    this.typedOfRepresented = {};
    this.form = null;
    this.given = null;
    this.licences = null;
  }

  chooseMatter(catalogued: CataloguedMatter, correction: Correction | null = null): void {
    this.catalogued = catalogued;
    this.correction = correction;
    this.#beginAnew();
    this.record = null;
    this.timesPrinted = 0;
    this.payment = null;
    this.parcel = null;
    this.rated = false;
    this.told = null;
    this.idempotencyKey = randomUUIDv7();
  }

  /** What was refused stays refused; the corrected form takes its place, under a key of its own. */
  correctRefused(correction: Correction): void {
    this.record = null;
    this.parcel = null;
    this.idempotencyKey = randomUUIDv7();
    this.correction = correction;
    this.form?.refused(correction);
    for (const code of this.given?.refused(correction) ?? []) this.licences?.know(code, 'refused');
  }

  identify(card: IdCard, keyMade: Promise<CardKey | null>, at: Date): void {
    const person = personFacts(card, at);
    const citizen: { -readonly [K in keyof Citizen]: Citizen[K] } = {
      ...{ card, confirmedBy: null, person, holder: holderView(person) },
      ...{ findable: card.managementNumber !== null, keyMade, key: null },
    };
    this.citizen = citizen;
    this.verified = null;
    void keyMade.then((key) => {
      citizen.key = key;
    });
  }

  identifyByModule(
    person: PersonFacts,
    confirmedBy: NonNullable<Citizen['confirmedBy']>,
    verified: NonNullable<Visit['verified']>,
  ): void {
    this.citizen = {
      ...{ card: null, confirmedBy, person, holder: holderView(person) },
      ...{ findable: false, keyMade: Promise.resolve(null), key: null },
    };
    this.verified = verified;
  }

  /** Of an agent's filing the card of either of the two. */
  isSamePerson({ idNumber }: IdCard): boolean {
    return [this.citizen, this.represented].some((each) => each?.person.idNumber === idNumber);
  }

  /** Begins the form, prefilled from the card and from what is corrected, and what is given with it. */
  beginForm(): void {
    if (!this.catalogued || !this.applicant) throw new Error('a form needs a matter and a citizen');
    this.form ??= new Form(this.catalogued, this.applicant.person, this.correction);
    this.given ??= new GivenMaterials(this.filed, this.correction);
    this.licences ??= new MatterLicences(this.filed, this.correction);
  }
}

function holderView({ name, idNumber }: PersonFacts): HolderView {
  return { name: maskName(name), idNumber: mask('id-number', idNumber) };
}
