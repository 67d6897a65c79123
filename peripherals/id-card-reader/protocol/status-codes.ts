/** SW3 of an answer (SW1 and SW2 are 00), from the module's own table, and what to do next. */

export const SUCCESS = 0x90;
export const FOUND = 0x9f;
export const NO_SUCH_ITEM = 0x91;
/** No card, or on some readers the same card, already read, is still there. */
export const FIND_FAILED = 0x80;
export const SELECT_FAILED = 0x81;

/**
 * ok · no-item: the card does not have it · not-known: the module does not do such a command · resend: the module got a
 * damaged frame · no-card: nothing to find · card-lost: no card is selected any more · card-failed: lift it and put
 * it back · card-unsupported: another kind of card · reader-error: reset the module · reader-fault: the module
 * takes no commands until somebody comes.
 */
export type NextStep =
  | 'ok'
  | 'no-item'
  | 'not-known'
  | 'resend'
  | 'no-card'
  | 'card-lost'
  | 'card-failed'
  | 'card-unsupported'
  | 'reader-error'
  | 'reader-fault';

const STEPS: ReadonlyMap<number, NextStep> = new Map([
  [SUCCESS, 'ok'],
  [FOUND, 'ok'],
  [NO_SUCH_ITEM, 'no-item'],
  [0x10, 'resend'], // checksum error in the received frame
  [0x11, 'resend'], // length error in the received frame
  [0x21, 'not-known'], // bad command, parameter or order
  [0x23, 'not-known'], // not allowed
  [0x24, 'reader-error'], // unrecognised error
  [0x31, 'card-failed'], // the card does not authenticate the module
  [0x32, 'card-failed'], // the module does not authenticate the card
  [0x33, 'card-failed'], // information does not verify
  [0x34, 'card-lost'], // a command before find
  [0x37, 'card-failed'], // fingerprint data does not verify
  [0x3f, 'card-failed'], // data length error
  [0x40, 'card-unsupported'], // unrecognised card type
  [0x41, 'card-lost'], // read failed: bad contact by radio, nearly always a card on the move
  [0x47, 'reader-error'], // random number failed
  [0x50, 'card-failed'], // write failed
  [0x60, 'reader-fault'], // self-test failed
  [0x61, 'reader-fault'], // login failed
  [0x66, 'reader-fault'], // not authorised, no keys
  [FIND_FAILED, 'no-card'],
  [SELECT_FAILED, 'card-lost'],
]);

/** A code outside the table is treated as an unrecognised error of the module. */
export function nextStepOf(sw3: number): NextStep {
  return STEPS.get(sw3) ?? 'reader-error';
}
