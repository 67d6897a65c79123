import type { SubmissionRecord } from '../submissions/record.ts';

interface Waiting {
  /** Null when there is no such submission. */
  readonly found: () => SubmissionRecord | null;
  readonly isOver: (record: SubmissionRecord) => boolean;
  readonly onChange: (listener: () => void) => () => void;
  readonly timeoutMs: number;
}

/**
 * Waits until it is over, or for so long; see `Sync.waitForOutcome`.
 * @throws RangeError when there is no such submission
 */
export function untilOver({ found, isOver, onChange, timeoutMs }: Waiting): Promise<SubmissionRecord> {
  return new Promise((resolve, reject) => {
    const finish = (record: SubmissionRecord): void => {
      clearTimeout(timer);
      stop();
      resolve(record);
    };
    const look = (): SubmissionRecord | null => {
      const record = found();
      if (record && isOver(record)) finish(record);
      return record;
    };
    const timer = setTimeout(() => {
      const record = look();
      if (record) finish(record);
    }, timeoutMs);
    const stop = onChange(look);
    if (look() === null) {
      clearTimeout(timer);
      stop();
      reject(new RangeError('no submission has this id'));
    }
  });
}
