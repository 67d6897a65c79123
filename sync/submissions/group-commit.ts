import type Database from 'better-sqlite3';

interface Waiting {
  readonly work: () => unknown;
  readonly writes: boolean;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

interface Participant {
  /** What was kept in memory for the transaction is void. */
  readonly afterRollback: () => void;
  /** @param operations that were asked to write, at least one */
  readonly afterCommit: (operations: number) => void;
}

/** Keeps one transaction short: the event loop serves screens and devices as well. */
const MOST_IN_ONE_COMMIT = 256;

/**
 * Group commit: all that is asked in one turn of the event loop becomes one transaction with one wait for the disk,
 * and each caller is answered after it. While the disk is awaited the next group gathers by itself.
 *
 * Work that throws fails alone: the group is rolled back and done once more, one by one. A commit that fails fails
 * all of its group, and nothing of it is there.
 */
export class GroupCommit {
  readonly #participant: Participant;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  readonly #db: Database.Database;
  #waiting: Waiting[] = [];
  #scheduled: NodeJS.Immediate | undefined;

  constructor(db: Database.Database, participant: Participant) {
    this.#db = db;
    this.#participant = participant;
    this.#begin = db.prepare('begin immediate');
    this.#commit = db.prepare('commit');
    this.#rollback = db.prepare('rollback');
  }

  /** Resolves with what `work` answered after the commit has reached the disk. `work` may run twice. */
  run<T>(work: () => T): Promise<T> {
    return this.#ask(work, true);
  }

  /**
   * As {@link run} for work that only reads: where many ask at once, a transaction for each would cost more than what
   * it reads.
   */
  read<T>(work: () => T): Promise<T> {
    return this.#ask(work, false);
  }

  #ask<T>(work: () => T, writes: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, writes, resolve, reject });
      this.#scheduled ??= setImmediate(() => this.flush());
    });
  }

  /** Commits all that was asked so far, now. */
  flush(): void {
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < waiting.length; from += MOST_IN_ONE_COMMIT) {
      this.#commitGroup(waiting.slice(from, from + MOST_IN_ONE_COMMIT));
    }
  }

  #commitGroup(group: readonly Waiting[]): void {
    const answers: unknown[] = [];
    let operations = 0;
    let worked = false;
    try {
      this.#begin.run();
      for (const { work, writes } of group) {
        answers.push(work());
        if (writes) operations += 1;
      }
      worked = true;
      this.#commit.run();
    } catch (error) {
      // SQLite has rolled back by itself when the disk is full or fails.
      if (this.#db.inTransaction) this.#rollback.run();
      this.#participant.afterRollback();
      if (!worked && group.length > 1) for (const one of group) this.#commitGroup([one]);
      else for (const { reject } of group) reject(error);
      return;
    }
    if (operations > 0) this.#participant.afterCommit(operations);
    group.forEach(({ resolve }, index) => resolve(answers[index] as never));
  }
}
