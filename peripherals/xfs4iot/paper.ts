import type { PrintOutcome } from '../receipt-printer/index.ts';
import type { ReceiptPrinterStatusKind } from '../receipt-printer/status.ts';
import type { Outcome } from './connection.ts';
import type { StatusPayload } from './protocol/commands.ts';
import type { PaperSupply } from './protocol/printer.ts';

/** A printer of slips as the class Printer tells of it, in our words. */
export function kindOf({ common, printer }: StatusPayload): ReceiptPrinterStatusKind {
  const supplies = Object.values(printer?.paper ?? {});
  const has = (supply: PaperSupply): boolean => supplies.includes(supply);
  switch (common?.device) {
    case 'online':
    case 'deviceBusy':
      break;
    case 'userError':
      // Somebody keeps it from working: of what a person can do to a printer of slips that is its cover.
      return 'cover-open';
    case 'hardwareError':
    case 'fraudAttempt':
    case 'potentialFraud':
      return has('out') ? 'paper-out' : 'printer-error';
    default:
      return 'disconnected';
  }
  if (printer?.media === 'jammed' || has('jammed')) return 'printer-error';
  // One source that has paper is enough.
  if (has('full')) return 'ready';
  if (has('low')) return 'paper-near-end';
  return has('out') ? 'paper-out' : 'ready';
}

/** How a slip ended whose command did not complete with success. */
export function afterFailure(
  outcome: Exclude<Outcome<'Printer.PrintRaw' | 'Printer.ControlMedia'>, { kind: 'completed' }>,
): Exclude<PrintOutcome, { kind: 'printed' }> {
  switch (outcome.kind) {
    case 'lost':
      return { kind: 'unknown', reason: 'disconnected' };
    case 'unfit':
      return { kind: 'unknown', reason: 'silent' };
    case 'refused':
      return { kind: 'failed', reason: 'printer-error' };
    case 'failed':
      // Given up in the middle: nobody knows how far it came.
      if (outcome.code === 'timeOut' || outcome.code === 'canceled')
        return { kind: 'unknown', reason: 'silent' };
      if (outcome.payload.errorCode === 'paperOut') return { kind: 'failed', reason: 'paper-out' };
      if (outcome.code === 'userError') return { kind: 'failed', reason: 'cover-open' };
      return { kind: 'failed', reason: 'printer-error' };
  }
}
