export interface Migration {
  /** Its place: the number of its file. */
  readonly version: number;
  readonly sql: string;
}
