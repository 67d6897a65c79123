/**
 * `silence`: the printer prints but says nothing any more on this connection, beginning with the word that a slip is
 * printed (repeatedly: never any answer). `garbage`: an answer is noise. `slow`: an answer comes late. `split`: an answer
 * comes byte by byte. `contradiction`: the paper sensor reports paper whatever the other bits say.
 * `no-notices`: the model knows no automatic status. `reset`: the connection is reset while a slip comes out.
 */
export type PrinterFault =
  'silence' | 'garbage' | 'slow' | 'split' | 'contradiction' | 'no-notices' | 'reset';

/** Faults on demand: once, each time, or no more. */
export class PrinterFaults {
  #next: PrinterFault[] = [];
  readonly #always = new Set<PrinterFault>();

  failNext(fault: PrinterFault): void {
    this.#next.push(fault);
  }

  failRepeatedly(fault: PrinterFault): void {
    this.#always.add(fault);
  }

  clear(): void {
    this.#next = [];
    this.#always.clear();
  }

  repeats(fault: PrinterFault): boolean {
    return this.#always.has(fault);
  }

  /** Whether it strikes now; a fault that was asked for once is used up. */
  take(fault: PrinterFault): boolean {
    if (this.#always.has(fault)) return true;
    const at = this.#next.indexOf(fault);
    if (at === -1) return false;
    this.#next.splice(at, 1);
    return true;
  }
}
