import { PDFDocument } from '@cantoo/pdf-lib';

export type SimulatedJobState =
  'held' | 'pending' | 'processing' | 'processing-stopped' | 'canceled' | 'aborted' | 'completed';

/** A job as the printer's queue shows it. */
export interface SimulatedJob {
  readonly id: number;
  readonly name: string;
  readonly owner: string;
  readonly copies: number;
  readonly sides: string;
  readonly state: SimulatedJobState;
  /** Pages of all copies that are out. */
  readonly pagesOut: number;
}

/** A document that came out whole. */
export interface PrintedDocument {
  readonly jobId: number;
  readonly name: string;
  readonly copies: number;
  readonly sides: string;
  /** Of one copy. */
  readonly pages: number;
  readonly pdf: Uint8Array;
}

/** What a person sees and touches. */
export interface PrinterCondition {
  readonly paper: 'full' | 'low' | 'out';
  readonly toner: 'full' | 'low' | 'out';
  readonly coverOpen: boolean;
  readonly jammed: boolean;
  readonly outputFull: boolean;
  readonly paused: boolean;
}

export type NewJob = Pick<SimulatedJob, 'name' | 'owner' | 'copies' | 'sides'>;

type Job = { -readonly [K in keyof SimulatedJob]: SimulatedJob[K] } & { pdf?: Uint8Array; pages: number };

const FRESH: PrinterCondition = {
  paper: 'full',
  toner: 'full',
  coverOpen: false,
  jammed: false,
  outputFull: false,
  paused: false,
};

/** Paper path and queue: one page at a time, one job after the other; what is in the way stops it and it goes on after. */
export class PrintEngine {
  pagesPerSecond: number;
  readonly printed: PrintedDocument[] = [];
  condition: PrinterCondition = FRESH;
  readonly #jobs = new Map<number, Job>();
  readonly #onChange: () => void;
  #lastId = 0;
  #pagesLeft: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(pagesPerSecond: number, onChange: () => void) {
    this.pagesPerSecond = pagesPerSecond;
    this.#onChange = onChange;
  }

  get jobs(): readonly SimulatedJob[] {
    return [...this.#jobs.values()].map(({ pdf: _pdf, pages: _pages, ...job }) => job);
  }

  get blocked(): boolean {
    const { paper, toner, coverOpen, jammed, outputFull, paused } = this.condition;
    return paper === 'out' || toner === 'out' || coverOpen || jammed || outputFull || paused;
  }

  set(change: Partial<PrinterCondition>): void {
    this.condition = { ...this.condition, ...change };
    this.#settle();
  }

  /** @param pages until then it prints; 0: it is out now */
  runOutOfPaper(pages: number): void {
    this.#pagesLeft = pages;
    if (pages === 0) this.set({ paper: 'out' });
  }

  loadPaper(): void {
    this.#pagesLeft = undefined;
    this.set({ paper: 'full' });
  }

  find(id: number): SimulatedJob | undefined {
    return this.jobs.find((job) => job.id === id);
  }

  /** A job that waits for its document. */
  create(job: NewJob): SimulatedJob {
    const id = ++this.#lastId;
    const made: Job = { ...job, id, state: 'held', pagesOut: 0, pages: 0 };
    this.#jobs.set(id, made);
    this.#settle();
    return made;
  }

  /** False when it is no document that can be printed: the job is aborted. */
  async addDocument(id: number, pdf: Uint8Array): Promise<boolean> {
    const pages = await PDFDocument.load(pdf)
      .then((document) => document.getPageCount())
      .catch(() => 0);
    const job = this.#jobs.get(id);
    if (job?.state !== 'held') return false;
    Object.assign(job, pages > 0 ? { pdf, pages, state: 'pending' } : { state: 'aborted' });
    this.#settle();
    return pages > 0;
  }

  /** False when the job is over already. */
  cancel(id: number): boolean {
    const job = this.#jobs.get(id);
    if (job === undefined || isOver(job)) return false;
    job.state = 'canceled';
    this.#settle();
    return true;
  }

  abort(id: number): void {
    const job = this.#jobs.get(id);
    if (job !== undefined && !isOver(job)) job.state = 'aborted';
    this.#settle();
  }

  /** Power off: what was in its memory is gone, also the list of jobs. */
  powerOff(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#jobs.clear();
    this.#onChange();
  }

  /** Brings states and motor in line with what is in the way now. */
  #settle(): void {
    const current = this.#current();
    if (current !== undefined) current.state = this.blocked ? 'processing-stopped' : 'processing';
    if (current === undefined || this.blocked) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else {
      this.#timer ??= setTimeout(() => this.#page(current), 1000 / this.pagesPerSecond);
    }
    this.#onChange();
  }

  #current(): Job | undefined {
    const waiting = [...this.#jobs.values()].filter((job) => job.state !== 'held' && !isOver(job));
    return waiting[0];
  }

  #page(job: Job): void {
    this.#timer = undefined;
    if (job !== this.#current()) return this.#settle();
    job.pagesOut++;
    if (job.pagesOut === job.pages * job.copies) {
      job.state = 'completed';
      const { id: jobId, name, copies, sides, pages, pdf = new Uint8Array() } = job;
      this.printed.push({ jobId, name, copies, sides, pages, pdf });
    }
    if (this.#pagesLeft !== undefined && --this.#pagesLeft <= 0) {
      this.condition = { ...this.condition, paper: 'out' };
    }
    this.#settle();
  }
}

function isOver({ state }: SimulatedJob): boolean {
  return state === 'canceled' || state === 'aborted' || state === 'completed';
}
