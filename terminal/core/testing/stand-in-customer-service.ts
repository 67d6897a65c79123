import type { Closed, CustomerService, FaqEntry, Ticket, TicketInput } from '@tongban/sync/modules';

type Asked = Awaited<ReturnType<CustomerService['ticket']>>;

export const CODE = '23456789ABCD';
export const PRINTED_CODE = '2345-6789-ABCD';
export const answered: Ticket = {
  ...{ lookupCode: CODE, printedCode: PRINTED_CODE, ticketNo: '12345-20261128-000001' },
  ...{ state: 'answered', reply: { zh: '已转交服务中心改进。' } },
};

/** A customer service that does what a test says. */
export class StandInCustomerService implements Pick<CustomerService, 'faq' | 'createTicket' | 'ticket'> {
  /** What becomes of the next tickets; `full` is a disk that takes no more. */
  takes: 'received' | 'waiting' | 'full' = 'received';
  /** What the next question for a ticket is answered with. */
  knows: Asked = { kind: 'found', ticket: answered };
  entries: readonly FaqEntry[] = [
    { id: 'progress', question: { zh: '怎么查办理进度？' }, answer: { zh: '在本机刷身份证。' } },
  ];
  /** Nothing is answered before this is resolved. */
  mayAnswer: Promise<void> = Promise.resolve();
  readonly inputs: TicketInput[] = [];
  readonly lookedUp: string[] = [];

  faq(): readonly FaqEntry[] {
    return this.entries;
  }

  async createTicket(input: TicketInput): Promise<Ticket> {
    await this.mayAnswer;
    if (this.takes === 'full') throw Object.assign(new Error('TEST'), { name: 'SqliteError' });
    this.inputs.push(input);
    const isReceived = this.takes === 'received';
    return {
      ...{ ...answered, state: this.takes, reply: null },
      ticketNo: isReceived ? answered.ticketNo : null,
    };
  }

  async ticket(code: string): Promise<Asked> {
    this.lookedUp.push(code);
    await this.mayAnswer;
    return this.knows;
  }

  closed(cause: Closed['cause']): void {
    this.knows = { kind: 'closed', reason: { module: 'customer-service', cause } };
  }
}
