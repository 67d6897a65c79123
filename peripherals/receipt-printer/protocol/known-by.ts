import type { Question } from '../../question.ts';
import { AnswerParser } from './answers.ts';
import { command } from './commands.ts';

/**
 * Two states asked at once (DLE EOT 1 and 4), which every printer of this kind tells whatever it is doing; two bytes of
 * that shape are no noise. Nothing is printed, and what is no printer does not take it for a command of its own.
 */
export const KNOWN_BY: Question = {
  request: Uint8Array.from([...command.askStatus(1), ...command.askStatus(4)]),
  isAnswer: (received) =>
    new AnswerParser().push(received).filter(({ kind }) => kind === 'status').length === 2,
};
