import type {
  CardKind,
  GuideView,
  LocalText,
  MatterSummary,
  MatterUnavailable,
  OfferedMatter,
  ParcelView,
  SubmissionNeed,
  SubmissionRow,
  TerminalLack,
  UnavailableReason,
} from '@tongban/contract';
import {
  agentMaterials,
  conditionsOf,
  type Matter,
  type MatterMaterial,
} from '@tongban/kiosk-config/catalogue';
import type { Availability } from '@tongban/kiosk-config/published';
import type { SubmissionRecord } from '@tongban/sync';
import type { Matters, OfferedMatter as Offered } from '../matters.ts';
import { canBeCorrected } from './correction.ts';

export function matterSummary(matter: Matter): MatterSummary {
  return {
    id: matter.handleItem,
    name: matter.name,
    department: matter.unit.name,
    forWhom: matter.forWhom,
    forEnterprise: matter.needs?.enterprise === true,
    kind: matter.kind,
    minutes: matter.minutes,
    nothingToBring: !matter.materials.some(isPaper),
  };
}

function isPaper({ source, necessity }: MatterMaterial): boolean {
  return source === 'document' && necessity === 'required';
}

/** As it is on the choice; what ended or has not begun is not on it. */
export function offeredMatter({ handleItem, name, catalogued, availability }: Offered): OfferedMatter[] {
  if (availability.available) {
    return catalogued ? [{ ...matterSummary(catalogued.matter), unavailable: null }] : [];
  }
  const unavailable = unavailableView(availability);
  return unavailable ? [{ id: handleItem, name, unavailable }] : [];
}

/** Why a matter cannot be begun, for screens; null when it can, and for what is not shown at all. */
export function unavailableView(availability: Availability): MatterUnavailable | null {
  if (availability.available) return null;
  const { reason, words, until, elsewhere } = availability;
  return isShown(reason) ? { reason, words, until, elsewhere } : null;
}

function isShown(reason: Exclude<Availability, { available: true }>['reason']): reason is UnavailableReason {
  return reason !== 'terminated' && reason !== 'not-yet';
}

const lacks: readonly string[] = [
  'papers-cannot-be-taken',
  'identity-cannot-be-confirmed',
  'enterprise-cannot-be-confirmed',
  'cannot-be-paid',
  'result-cannot-be-printed',
  'permit-card-cannot-be-written',
] satisfies TerminalLack[];

/** What this terminal lacks for a matter; null when it lacks nothing, or when the reason lies elsewhere. */
export function lackOf(availability: Availability): TerminalLack | null {
  return !availability.available && lacks.includes(availability.reason)
    ? (availability.reason as TerminalLack)
    : null;
}

export function guideView(
  matter: Matter,
  cannotHere: GuideView['cannotHere'],
  cards: readonly CardKind[],
): GuideView {
  return {
    screen: 'guide',
    matter: matterSummary(matter),
    cannotHere,
    guide: {
      summary: matter.guide.summary,
      conditions: conditionsOf(matter),
      materials: matter.materials.map((each) => ({ name: each.name, how: each.how })),
      cards,
      limit: matter.limit.words,
      fee: matter.guide.fee,
      result: matter.guide.result,
      legalBasis: matter.guide.legalBasis,
      version: matter.version,
    },
  };
}

/** What a row of "my submissions" depends on besides the record. */
export interface RowGround {
  readonly matters: Pick<Matters, 'find'>;
  readonly network: 'online' | 'offline';
  readonly intakeIsOpen: boolean;
  readonly hasResult: (record: SubmissionRecord) => boolean;
  readonly parcelOf: (record: SubmissionRecord) => ParcelView | null;
}

/** A stored submission as its owner sees it; a matter that has left the catalogue is still named by its code. */
export function submissionRow(record: SubmissionRecord, ground: RowGround): SubmissionRow {
  const matter = ground.matters.find(record.matter.handleItem)?.catalogued?.matter;
  const state = rowState(record);
  return {
    matterName: matter?.name ?? { zh: record.matter.handleItem },
    number: record.applyNo ?? record.tempNo,
    official: record.applyNo !== null,
    state,
    waitsFor: state === 'held' ? waitsFor(record, ground.network) : null,
    capturedAt: record.capturedAt,
    limitDate: record.need ? null : record.limitDate,
    limitProvisional: record.limitProvisional,
    preReview: record.preReview,
    opinion: record.opinion,
    nextStep: record.nextStep,
    hasResult: ground.hasResult(record),
    parcel: ground.parcelOf(record),
    filedFor: !record.byAgent ? null : matter?.needs?.enterprise ? 'enterprise' : 'person',
    need: needView(record, matter, ground.intakeIsOpen),
  };
}

function waitsFor(
  { state, problem }: SubmissionRecord,
  network: 'online' | 'offline',
): SubmissionRow['waitsFor'] {
  if (state === 'held' && problem?.code === 'ITEM_SUSPENDED') return 'matter-suspended';
  if (state === 'held' && problem?.code === 'UNIT_DISCONNECTED') return 'unit-cut-off';
  return network === 'offline' ? 'network' : 'platform';
}

function needView(
  record: SubmissionRecord,
  matter: Matter | undefined,
  intakeIsOpen: boolean,
): SubmissionNeed | null {
  const { need, applyNo, correction } = record;
  if (!need) return null;
  return {
    kind: need.what,
    parts: need.parts.map(({ name, words }) => ({ label: labelOf(matter, name) ?? { zh: name }, words })),
    due: need.due,
    words: need.words,
    canCorrect: intakeIsOpen && canBeCorrected(record, matter),
    // A correction that was refused was never accepted: the card still opens it.
    refill: applyNo !== null && correction === null,
  };
}

/** Who files, and the enterprise: no fields of the form, and named by the platform as if they were. */
const parties: Readonly<Record<string, LocalText>> = {
  agent: { zh: '由谁来办', en: 'Who files' },
  applicant: { zh: '企业', en: 'The enterprise' },
};

/** Name of a field or of a material. */
export function labelOf(matter: Matter | undefined, fieldOrMaterial: string | null): LocalText | undefined {
  return (
    matter?.form.fields.find(({ name }) => name === fieldOrMaterial)?.label ??
    [...(matter?.materials ?? []), ...agentMaterials].find(({ code }) => code === fieldOrMaterial)?.name ??
    parties[fieldOrMaterial ?? '']
  );
}

function rowState(record: SubmissionRecord): SubmissionRow['state'] {
  switch (record.state) {
    case 'accepted':
    case 'reconciled':
    case 'purged':
      if (record.need) return 'needs-citizen';
      if (record.correction) return 'correcting';
      return record.finished ? 'finished' : 'accepted';
    case 'rejected':
      return 'rejected';
    case 'needs-citizen':
      return record.need?.what === 'matter-ended' ? 'rejected' : 'needs-citizen';
    case 'quarantined':
      return 'with-staff';
    default:
      return 'held';
  }
}

/** What did not fit, in words: the label of the field or the name of the material; null where neither is meant. */
export function pleaseCheck(matter: Matter, fieldOrMaterial: string | null): LocalText | null {
  const label = labelOf(matter, fieldOrMaterial);
  return label ? { zh: `请核对：${label.zh}`, en: `Please check: ${label.en ?? label.zh}` } : null;
}
