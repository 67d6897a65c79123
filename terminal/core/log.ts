import { pino, type Logger } from 'pino';

/**
 * The log: JSON lines on standard output, for the journal. An event has a name and a few facts; facts are ids, codes
 * and counts. Values that a citizen gave or a card holds are no facts and never come here.
 */
export type Facts = Readonly<Record<string, string | number | boolean>>;
export type Log = (event: string, facts?: Facts) => void;

export function createLog(terminalId: string): Log {
  const logger: Logger = pino({ base: { terminal: terminalId }, messageKey: 'event' });
  return (event, facts = {}) => logger.info(facts, event);
}
