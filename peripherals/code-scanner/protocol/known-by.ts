import type { Question } from '../../question.ts';
import type { Dialect } from './dialect.ts';

/**
 * Its answer to the setting that its driver makes first at every start; it goes to volatile memory. A scanner that takes no commands
 * cannot be asked anything.
 */
export function knownBy(dialect: Dialect, setting: string): Question {
  return {
    request: dialect.encodeSetting(setting),
    isAnswer: (received) => dialect.parseReply(received) !== null,
  };
}
