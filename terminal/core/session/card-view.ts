import type { CardView } from '@tongban/contract';
import type { IdCardReaderStatus } from '@tongban/peripherals/id-card-reader';
import type { Step } from './step.ts';

/** What the card screen says of the reader. */
export function cardStepView(
  { card, purpose }: Extract<Step, { at: 'card' }>,
  status: IdCardReaderStatus,
): CardView['reader'] {
  if (card === 'expired' || card === 'same-person') return card;
  // The citizen's own was read before this step began.
  if (purpose === 'represented' && status.kind === 'card-present') return 'take-yours';
  return card === 'known' ? 'reading' : readerView(status);
}

function readerView(status: IdCardReaderStatus): CardView['reader'] {
  switch (status.kind) {
    case 'no-card':
      return 'waiting';
    case 'reading':
      return 'reading';
    case 'card-removed-mid-read':
      return 'removed';
    case 'card-unreadable':
    // A card that was read before this step began is read again only when it was lifted.
    case 'card-present':
      return 'unreadable';
    case 'card-unsupported':
      return 'unsupported';
    case 'disconnected':
    case 'fault':
      return 'reader-offline';
  }
}
