import type { GuideView, LocalText, MatterSummary, SubmissionRow } from '@tongban/contract';
import type { Catalogue, Matter } from '@tongban/kiosk-config/catalogue';
import type { SubmissionRecord } from '@tongban/sync';

export function matterSummary(matter: Matter): MatterSummary {
  return {
    id: matter.handleItem,
    name: matter.name,
    department: matter.unit.name,
    forWhom: matter.forWhom,
    kind: matter.kind,
    minutes: matter.minutes,
    nothingToBring: matter.materials.every((each) => each.source !== 'document'),
  };
}

/** @param papersCanBeTaken whether a camera or a scanner of this terminal works */
export function whyNotHere(matter: Matter, papersCanBeTaken: boolean): GuideView['cannotHere'] {
  const needsPaper = matter.materials.some((each) => each.source === 'document');
  return needsPaper && !papersCanBeTaken ? 'no-way-to-take-papers' : null;
}

export function guideView(matter: Matter, papersCanBeTaken: boolean): GuideView {
  return {
    screen: 'guide',
    matter: matterSummary(matter),
    cannotHere: whyNotHere(matter, papersCanBeTaken),
    guide: {
      summary: matter.guide.summary,
      conditions: matter.guide.conditions,
      materials: matter.materials.map((each) => ({ name: each.name, how: each.how })),
      limit: matter.limit.words,
      fee: matter.guide.fee,
      result: matter.guide.result,
      legalBasis: matter.guide.legalBasis,
      version: matter.version,
    },
  };
}

/** A stored submission as its owner sees it; a matter that has left the catalogue is still named by its code. */
export function submissionRow(record: SubmissionRecord, catalogue: Catalogue): SubmissionRow {
  const matter = catalogue.get(record.matter.handleItem)?.matter;
  return {
    matterName: matter?.name ?? { zh: record.matter.handleItem },
    number: record.applyNo ?? record.tempNo,
    official: record.applyNo !== null,
    state: rowState(record),
    capturedAt: record.capturedAt,
    limitDate: record.limitDate,
    opinion: record.opinion,
    nextStep: record.nextStep,
  };
}

function rowState(record: SubmissionRecord): SubmissionRow['state'] {
  switch (record.state) {
    case 'accepted':
    case 'reconciled':
    case 'purged':
      return record.finished ? 'finished' : 'accepted';
    case 'rejected':
      return 'rejected';
    case 'needs-citizen':
      return 'needs-citizen';
    default:
      return 'held';
  }
}

/** What did not fit, in words: the label of the field or the name of the material; null where neither is meant. */
export function pleaseCheck(matter: Matter, fieldOrMaterial: string | null): LocalText | null {
  const label =
    matter.form.fields.find(({ name }) => name === fieldOrMaterial)?.label ??
    matter.materials.find(({ code }) => code === fieldOrMaterial)?.name;
  return label ? { zh: `请核对：${label.zh}`, en: `Please check: ${label.en ?? label.zh}` } : null;
}
