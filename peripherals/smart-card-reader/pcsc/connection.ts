import { SCARD } from './codes.ts';
import type { PcscSession } from './session.ts';

/**
 * Why a card or the service gave nothing. lost: the card is gone or was reset by someone · mute: no sign of a chip ·
 * failed: it is there but the exchange broke · in-use: another program holds it · trouble: give up this context.
 */
export type CardFailure =
  { readonly kind: 'lost' | 'mute' | 'failed' | 'in-use' } | { readonly kind: 'trouble' };

/** One card of one reader, held exclusively. */
export interface CardConnection {
  transmit(
    request: Uint8Array,
  ): Promise<{ readonly kind: 'bytes'; readonly bytes: Uint8Array } | CardFailure>;
  disconnect(): Promise<void>;
}

const FAILURES: ReadonlyMap<number, CardFailure['kind']> = new Map([
  [SCARD.REMOVED_CARD, 'lost'],
  [SCARD.NO_SMARTCARD, 'lost'],
  [SCARD.RESET_CARD, 'failed'],
  [SCARD.NOT_TRANSACTED, 'failed'],
  [SCARD.UNRESPONSIVE_CARD, 'mute'],
  [SCARD.UNPOWERED_CARD, 'mute'],
  // An answer to reset that makes no sense, or names no protocol: dirt on the contacts, or the wrong way round.
  [SCARD.UNSUPPORTED_CARD, 'mute'],
  [SCARD.PROTO_MISMATCH, 'mute'],
  [SCARD.SHARING_VIOLATION, 'in-use'],
]);

/** Connects to the card in a reader so that no other program can speak to it meanwhile. */
export async function connectCard(
  session: PcscSession,
  reader: string,
): Promise<{ readonly kind: 'connected'; readonly connection: CardConnection } | CardFailure> {
  const { pcsc, context } = session;
  const connected = await session.guard(pcsc.connect(context, reader));
  if (connected === null) return { kind: 'trouble' };
  if (connected.code !== SCARD.SUCCESS) return failureOf(connected.code);
  const { card, protocol } = connected;
  return {
    kind: 'connected',
    connection: {
      async transmit(request) {
        const transmitted = await session.transmit(card, protocol, request);
        if (transmitted === null) return { kind: 'trouble' };
        if (transmitted.code !== SCARD.SUCCESS) return failureOf(transmitted.code);
        return { kind: 'bytes', bytes: transmitted.answer };
      },
      async disconnect() {
        // A card that is gone cannot be disconnected: nothing to do about it.
        await session.guard(pcsc.disconnect(card));
      },
    },
  };
}

function failureOf(code: number): CardFailure {
  return { kind: FAILURES.get(code) ?? 'trouble' };
}
