import type { Question } from '../../question.ts';
import { SAM_STATUS } from './commands.ts';
import { FrameParser } from './frame.ts';

/** SW1 SW2 SW3 and no data; the first two are always 0. */
function isStatus(body: Uint8Array): boolean {
  return body.length === 3 && body[0] === 0 && body[1] === 0;
}

/** How its security module is, well or not. A line that only says again what it hears answers with the question. */
export const KNOWN_BY: Question = {
  request: SAM_STATUS.request,
  isAnswer: (received) =>
    new FrameParser().push(received).some((event) => event.kind === 'frame' && isStatus(event.body)),
};
