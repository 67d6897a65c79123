import type { HotlineKind, Language } from '@tongban/contract';
import type { SlipBlock, SlipDocument } from '@tongban/peripherals/receipt-printer';
import type { Ticket } from '@tongban/sync/modules';
import { shanghaiTime } from './compose-slip.ts';

export interface TicketSlipFacts {
  readonly kind: HotlineKind;
  readonly ticket: Ticket;
  /** Masked; null when nobody is called back. */
  readonly phone: string | null;
  readonly language: Language;
  readonly at: Date;
  readonly siteName: string;
  readonly terminalId: string;
}

const kinds: Readonly<Record<HotlineKind, readonly [string, string]>> = {
  question: ['咨询', 'Question'],
  suggestion: ['建议', 'Suggestion'],
  complaint: ['投诉', 'Complaint'],
};

/** The slip of a ticket for 12345: the code that finds its answer, and nothing of what was written or by whom. */
export function composeTicketSlip(facts: TicketSlipFacts): SlipDocument {
  const { ticket, phone } = facts;
  const both = (zh: string, en: string) => (facts.language === 'en' ? `${zh} ${en}` : zh);
  const arrived = ticket.ticketNo !== null;
  const pair = (label: string, value: string, strong = false): SlipBlock => ({
    ...{ type: 'pair', label, value, strong },
  });
  return {
    blocks: [
      { type: 'title', text: both('12345 留言凭条', 'Message to 12345'), look: arrived ? 'band' : 'frame' },
      { type: 'number', label: both('查询码', 'Lookup code'), text: ticket.printedCode },
      { type: 'rule' },
      pair(both('类别', 'Kind'), both(...kinds[facts.kind]), true),
      ...(ticket.ticketNo === null ? [] : [pair(both('工单号', 'Ticket'), ticket.ticketNo)]),
      pair(both('时间', 'Time'), shanghaiTime(facts.at.toISOString())),
      pair(both('回电', 'Call back'), phone ?? both('没有留电话', 'None')),
      { type: 'rule' },
      {
        type: 'text',
        text: arrived
          ? '您的留言已送到 12345。'
          : '您的留言已加密收存在本终端，网络恢复后自动送交 12345，不用重来。查询码一直有效。',
      },
      {
        type: 'text',
        text: both(
          '查答复：在任一自助终端按“找工作人员”，再按“12345”，输入查询码；也可以拨打 12345。',
          'Answer: at any terminal under "Get help", or call 12345.',
        ),
        strong: true,
      },
      { type: 'small', text: '查询码就是凭据，请自己收好。' },
      { type: 'rule' },
      { type: 'small', text: `${facts.siteName}　终端 ${facts.terminalId}`, align: 'center' },
    ],
  };
}
