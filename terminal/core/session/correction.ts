import type { AskedAgain, CorrectionKind } from '@tongban/contract';
import type { FormValues, Matter } from '@tongban/kiosk-config/catalogue';
import type { CitizenNeed, Material, NeededPart, Reopened, SubmissionRecord } from '@tongban/sync';
import type { LegalApplicant } from '@tongban/sync/contract';

/** A submission that is corrected in this visit: what was asked, and what was submitted as far as the card opens it. */
export interface Correction {
  /** Id of the record that is corrected. */
  readonly corrects: string;
  /** The number that it has already; null for one that was never accepted, whose place the correction takes. */
  readonly applyNo: string | null;
  readonly kind: CorrectionKind;
  readonly parts: readonly NeededPart[];
  /** ISO date. */
  readonly due: string | null;
  /** Null when the platform alone can open it: then the form begins with what the card says. */
  readonly former: FormValues | null;
  /** The enterprise that it was submitted for, as far as it is known; null for what was submitted for a person. */
  readonly applicant: LegalApplicant | null;
  /** What was given and not accepted goes along again, unless it is named. */
  readonly materials: readonly Material[];
}

/**
 * Whether the platform asks its citizen for something that can be given here: a matter that has changed only when its
 * new version has come to this terminal.
 */
export function canBeCorrected({ need, matter }: SubmissionRecord, known: Matter | undefined): boolean {
  if (!need || !known || need.what === 'matter-ended') return false;
  return need.what !== 'matter-changed' || known.version !== matter.version;
}

/** @returns null when there is nothing to correct */
export function correctionOf({ record, given, materials }: Reopened): Correction | null {
  const { need, id, applyNo } = record;
  if (!need || need.what === 'matter-ended') return null;
  const { what: kind, parts, due } = need;
  const { form: former = null, applicant = null } = given ?? {};
  return { corrects: id, applyNo, kind, parts, due, former, applicant, materials };
}

/**
 * What follows when the platform refuses at once, while the citizen still stands there with the whole form.
 * @param submitted the form as it was refused
 * @param known the matter as this terminal has it
 * @returns null when nothing can be corrected here
 */
export function correctionOfRefused(
  record: SubmissionRecord,
  known: Matter,
  submitted: FormValues,
  before: Correction | null,
): Correction | null {
  const need = record.need ?? refusedAsAWhole(record);
  if (need.what === 'matter-ended' || !canBeCorrected({ ...record, need }, known)) return null;
  // Under a number everything corrects the one submission that has it; without one each takes the place of the last.
  const applyNo = before?.applyNo ?? null;
  const corrects = before && applyNo !== null ? before.corrects : record.id;
  return {
    corrects,
    applyNo,
    kind: need.what,
    parts: need.parts,
    due: null,
    former: submitted,
    // It stands in the visit.
    applicant: null,
    materials: [],
  };
}

function refusedAsAWhole({ problem }: SubmissionRecord): CitizenNeed {
  const name = problem?.field ?? null;
  const parts = name === null ? [] : [{ kind: 'field' as const, name, words: null }];
  return { what: 'refused', parts, due: null, words: null };
}

/** A material that does not fit is named by the platform as a field would be; no field has the code of a material. */
export function namedPart(
  correction: Correction | null,
  kind: NeededPart['kind'],
  name: string,
): NeededPart | undefined {
  return correction?.parts.find((part) => part.name === name && (part.kind === kind || kind === 'material'));
}

/** What the screen of a field or material says of the correction. */
export function askedAgain(
  correction: Correction | null,
  kind: NeededPart['kind'],
  name: string,
  fromReview: boolean,
): AskedAgain | null {
  if (!correction) return null;
  const part = namedPart(correction, kind, name);
  const byItself = correction.former === null ? 'rest-of-form' : 'once-more';
  const why = part ? 'named' : fromReview ? 'by-citizen' : byItself;
  return { kind: correction.kind, why, words: part?.words ?? null };
}
