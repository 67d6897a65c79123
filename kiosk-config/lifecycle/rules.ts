/** The limits of one set of measures, in working days. */
export interface Measures {
  readonly documentNumber: string;
  readonly issuer: string;
  /** First day in force, Asia/Shanghai. */
  readonly inForceFrom: string;
  /** Art. 10 and 11: the reform department's review (市审改部门), from its own receipt. */
  readonly reformReview: number;
  /** Art. 10: test and go-live by the data centre (市大数据中心), from the notice. */
  readonly testAndGoLive: number;
  /** Art. 11: suspending, resuming or ending, from the notice. */
  readonly implementation: number;
  /** Art. 11: maintenance is filed so long before it begins. */
  readonly maintenanceNotice: number;
}

const measures: readonly Measures[] = [
  {
    documentNumber: '沪府办〔2020〕55号',
    issuer: '上海市人民政府办公厅',
    inForceFrom: '2020-10-01',
    reformReview: 2,
    testAndGoLive: 5,
    implementation: 1,
    maintenanceNotice: 5,
  },
];

/** The measures in force on a day, or undefined before the first of them (art. 30). */
export function measuresOn(day: string): Measures | undefined {
  return measures.findLast((each) => each.inForceFrom <= day);
}

/** @throws RangeError for a number that is not among the known measures */
export function measuresByNumber(documentNumber: string): Measures {
  const found = measures.find((each) => each.documentNumber === documentNumber);
  if (!found) throw new RangeError(`There are no measures ${documentNumber}`);
  return found;
}

/** Where the measures give no number: the centre's own targets, in working days, shown as targets and never as the rule. */
export interface Targets {
  /** The civil affairs bureau's review (art. 12). */
  readonly bureauReview: number;
  /** The report that follows an emergency suspension (art. 11). */
  readonly emergencyReport: number;
}

export const defaultTargets: Targets = { bureauReview: 2, emergencyReport: 3 };
