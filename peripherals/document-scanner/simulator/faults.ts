/**
 * `busy`: "not yet" (503) where a page would be ready. `gone`: 410 in its place. `garbage-page`: noise instead of a
 * picture. `truncated-page`: a picture without its end. `huge-page`: a few bytes that claim 60,000 × 60,000 dots.
 * `endless-page`: a body that never ends. `cut-mid-page`: the cable is pulled in the middle of a page. `slow-page`:
 * a page takes half a second longer. `silence`: a question is never answered. `garbage-xml`: noise instead of XML.
 * `entity-bomb`: XML that would unfold to gigabytes. `foreign-location`: a new job's address names another host.
 */
export type ScannerFault =
  | 'busy'
  | 'gone'
  | 'garbage-page'
  | 'truncated-page'
  | 'huge-page'
  | 'endless-page'
  | 'cut-mid-page'
  | 'slow-page'
  | 'silence'
  | 'garbage-xml'
  | 'entity-bomb'
  | 'foreign-location';

/** Faults on demand: once, each time, or no more. */
export class ScannerFaults {
  #next: ScannerFault[] = [];
  readonly #always = new Set<ScannerFault>();

  /** So many times, then no more. */
  failNext(fault: ScannerFault, times = 1): void {
    for (let time = 0; time < times; time++) this.#next.push(fault);
  }

  failRepeatedly(fault: ScannerFault): void {
    this.#always.add(fault);
  }

  clear(): void {
    this.#next = [];
    this.#always.clear();
  }

  /** Asked for and not yet used up. */
  get pending(): readonly ScannerFault[] {
    return [...this.#next, ...this.#always];
  }

  /** Whether it strikes now; a fault that was asked for once is used up. */
  take(fault: ScannerFault): boolean {
    if (this.#always.has(fault)) return true;
    const at = this.#next.indexOf(fault);
    if (at === -1) return false;
    this.#next.splice(at, 1);
    return true;
  }
}
