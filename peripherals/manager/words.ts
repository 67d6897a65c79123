/** What staff reads; Chinese first, English for those who maintain from afar. Holds no personal data. */
export interface StaffWords {
  readonly zh: string;
  readonly en: string;
}
