/** What one family of devices answers, and no other one in this way: how a device is known at an unknown port. */
export interface Question {
  readonly request: Uint8Array;
  /** @param received all bytes since the question, cut anywhere */
  isAnswer(received: Uint8Array): boolean;
}
