import type { HotlineKind, HotlineTopic, Language, OwnSubmission } from '@tongban/contract';
import type { Ticket, TicketInput } from '@tongban/sync/modules';
import { mask } from './mask.ts';

/** Paper is not endless: so many slips for one ticket. */
const MAX_PRINTS = 2;

/** What a citizen has for 12345, until it is sent; a part of the visit, and dropped with it. */
export class HotlineDraft {
  kind: HotlineKind = 'question';
  /** The citizen's own submissions that it may be about. */
  own: readonly OwnSubmission[] = [];
  about: HotlineTopic | OwnSubmission = 'other';
  text = '';
  phone: string | null = null;
  /** The code that was looked up last. */
  code = '';
  /** The last ticket that was sent, with the masked number that is called back. */
  sent: { readonly kind: HotlineKind; readonly ticket: Ticket; readonly phone: string | null } | null = null;
  timesPrinted = 0;

  get submission(): OwnSubmission | null {
    return typeof this.about === 'string' ? null : this.about;
  }

  get canPrint(): boolean {
    return this.timesPrinted < MAX_PRINTS;
  }

  input(language: Language): TicketInput {
    const { kind, text, phone, submission } = this;
    const category = typeof this.about === 'string' ? this.about : 'submission';
    return { ...{ kind, category, text, phone, language }, applyNo: submission?.applyNo ?? null };
  }

  /** It is on its way: nothing that was typed is needed any more. */
  isSent(ticket: Ticket): void {
    this.sent = { kind: this.kind, ticket, phone: this.phone && mask('phone', this.phone) };
    this.text = '';
    this.phone = null;
    this.timesPrinted = 0;
  }
}
