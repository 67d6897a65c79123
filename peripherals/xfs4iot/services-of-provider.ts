import { XfsConnection } from './connection.ts';
import type { XfsPlace } from './connection.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import { addressOf } from './protocol/address.ts';

/**
 * Asks the publisher of a provider for its services: for a technician who has to write the address of one.
 * @param publisher the place of the publisher itself
 * @returns addresses in our own form; null when no provider answers
 */
export async function servicesOfProvider(publisher: XfsPlace): Promise<readonly string[] | null> {
  const connection = await XfsConnection.open(publisher, DEFAULT_DELAYS, new AbortController().signal);
  if (connection === null) return null;
  try {
    const outcome = await connection.send('ServicePublisher.GetServices', {});
    if (outcome.kind !== 'completed') return null;
    return outcome.payload.services
      .map(({ serviceURI }) => addressOf(serviceURI))
      .filter((address) => address !== null);
  } finally {
    connection.close();
  }
}
