import type { Question } from '../../question.ts';
import type { ByteTransport } from '../../transport/index.ts';

/** A card reader of the kind is the slowest to answer, and takes a tenth of it. */
const ANSWER_MS = 400;
/** What says more without having been recognised is no device of ours. */
const MOST_BYTES = 4096;

/**
 * Asks one question after the other over a line that nobody else uses.
 * @returns the first one that is answered; null when the line cannot be opened or nobody there knows any
 */
export async function firstAnswered<Q extends Question>(
  line: ByteTransport,
  questions: readonly Q[],
): Promise<Q | null> {
  let received = Buffer.alloc(0);
  let look: () => void = () => undefined;
  line.onData((chunk) => {
    received = Buffer.concat([received, chunk]).subarray(-MOST_BYTES);
    look();
  });
  try {
    if (!(await line.open()).ok) return null;
    for (const question of questions) {
      received = Buffer.alloc(0);
      if (!(await line.write(question.request)).ok) return null;
      const isAnswered = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), ANSWER_MS);
        look = () => {
          if (!question.isAnswer(received)) return;
          clearTimeout(timer);
          resolve(true);
        };
        look();
      });
      if (isAnswered) return question;
    }
    return null;
  } finally {
    look = () => undefined;
    await line.close();
  }
}
