/** How much a reason matters; a keyword without a suffix is an error (RFC 8011 section 5.4.12). */
export type Severity = 'report' | 'warning' | 'error';

/** What is behind a reason, in words of this family. */
export type ReasonMeaning =
  | 'cover-open'
  | 'jam'
  | 'paper-out'
  | 'paper-low'
  | 'toner-out'
  | 'toner-low'
  | 'output-full'
  | 'paused'
  | 'gone'
  | 'broken'
  | 'look-soon'
  | 'passing'
  | 'other';

export interface PrinterReason {
  /** One of the keywords below; a keyword that nobody knows is `other`, so that no printer's words reach a screen or a log. */
  readonly keyword: string;
  readonly severity: Severity;
  readonly meaning: ReasonMeaning;
}

/**
 * Keywords of printer-state-reasons: RFC 8011 section 5.4.12, those of PWG 5100.9 and 5107.3 that office printers really
 * use, and CUPS' `offline`.
 */
const MEANINGS: ReadonlyMap<string, ReasonMeaning> = new Map<string, ReasonMeaning>([
  ['cover-open', 'cover-open'],
  ['door-open', 'cover-open'],
  ['interlock-open', 'cover-open'],
  ['media-jam', 'jam'],
  ['media-empty', 'paper-out'],
  ['media-needed', 'paper-out'],
  ['input-tray-missing', 'paper-out'],
  ['input-media-supply-empty', 'paper-out'],
  ['media-low', 'paper-low'],
  ['input-media-supply-low', 'paper-low'],
  ['toner-empty', 'toner-out'],
  ['marker-supply-empty', 'toner-out'],
  ['marker-ink-empty', 'toner-out'],
  ['marker-toner-empty', 'toner-out'],
  ['marker-supply-missing', 'toner-out'],
  ['marker-toner-cartridge-missing', 'toner-out'],
  ['developer-empty', 'toner-out'],
  ['toner-low', 'toner-low'],
  ['marker-supply-low', 'toner-low'],
  ['marker-ink-almost-empty', 'toner-low'],
  ['marker-toner-almost-empty', 'toner-low'],
  ['developer-low', 'toner-low'],
  ['output-area-full', 'output-full'],
  ['output-tray-missing', 'output-full'],
  ['output-area-almost-full', 'look-soon'],
  ['marker-waste-almost-full', 'look-soon'],
  ['opc-near-eol', 'look-soon'],
  ['stopped-partly', 'look-soon'],
  ['paused', 'paused'],
  ['moving-to-paused', 'passing'],
  ['stopping', 'passing'],
  ['connecting-to-device', 'passing'],
  ['spool-area-full', 'passing'],
  ['shutdown', 'gone'],
  ['timed-out', 'gone'],
  ['offline', 'gone'],
  ['marker-waste-full', 'broken'],
  ['opc-life-over', 'broken'],
  ['fuser-over-temp', 'broken'],
  ['fuser-under-temp', 'broken'],
  ['interpreter-resource-unavailable', 'broken'],
]);

/**
 * Reads printer-state-reasons. A single value may come as a string instead of a list. `none` is no reason.
 * @param keywords as decoded; what is not a string is passed over
 */
export function parseReasons(keywords: unknown): PrinterReason[] {
  const list: readonly unknown[] = Array.isArray(keywords) ? keywords : [keywords];
  const reasons = new Map<string, PrinterReason>();
  for (const each of list) {
    if (typeof each !== 'string' || each === 'none' || each === '') continue;
    const reason = parseReason(each);
    reasons.set(`${reason.keyword}-${reason.severity}`, reason);
  }
  return [...reasons.values()];
}

function parseReason(word: string): PrinterReason {
  const [, bare = word, severity = 'error'] = /^(.*)-(report|warning|error)$/s.exec(word) ?? [];
  // CUPS' own notes on what it is just doing, such as cups-waiting-for-job-completed.
  const meaning = bare.startsWith('cups-') ? 'passing' : MEANINGS.get(bare);
  return {
    keyword: MEANINGS.has(bare) ? bare : 'other',
    severity: severity as Severity,
    meaning: meaning ?? 'other',
  };
}
