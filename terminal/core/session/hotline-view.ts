import type { HotlineTicket, HotlineView } from '@tongban/contract';
import type { FaqEntry, Ticket } from '@tongban/sync/modules';
import { fillsIn, formUnder, type HotlineStep } from './step.ts';
import type { Visit } from './visit.ts';

/** @param faq what others have asked, as far as this terminal has heard */
export function hotlineView(
  { page, from }: HotlineStep,
  { hotline }: Visit,
  faq: () => readonly FaqEntry[],
): HotlineView {
  const ground = { screen: 'hotline', formWaits: fillsIn(formUnder(from)) } as const;
  const { kind, sent } = hotline;
  switch (page.at) {
    case 'faq':
      return { ...ground, page: 'faq', entries: faq() };
    case 'answer':
      return { ...ground, page: 'answer', entry: page.entry };
    case 'topic':
      return { ...ground, page: 'topic', kind, own: hotline.own };
    case 'words':
      return { ...ground, page: 'words', kind, about: hotline.submission, text: hotline.text };
    case 'sent': {
      if (!sent) throw new Error('this page needs a ticket');
      const { phone, ticket } = sent;
      const { canPrint } = hotline;
      return { ...ground, page: 'sent', ticket: ticketView(ticket), slip: page.slip, canPrint, phone };
    }
    case 'lookup':
      return { ...ground, page: 'lookup', code: hotline.code, problem: page.problem };
    case 'ticket':
      return { ...ground, page: 'ticket', ticket: ticketView(page.ticket) };
    default:
      return { ...ground, page: page.at };
  }
}

function ticketView({ printedCode, state, ticketNo, reply }: Ticket): HotlineTicket {
  return { code: printedCode, state, ticketNo, reply };
}
