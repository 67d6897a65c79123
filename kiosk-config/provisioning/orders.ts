import { X509Certificate, type KeyObject } from 'node:crypto';
import { order, type Order } from '../centre/contract/terminals.ts';
import { isSignedBy, readJws, signJws } from './jws.ts';

/**
 * Orders of the centre (lock, unlock, shred) are signed by its authority: whoever sits between terminal and centre, or
 * in front of the centre's database, cannot take a terminal out of service or make it destroy its keys.
 */
const TYPE = 'tongban-order+jwt';

export function signOrder(what: Order, authorityKey: KeyObject): string {
  return signJws({ typ: TYPE }, what, authorityKey);
}

/** @returns null for an order that is not of this authority or not for this terminal */
export function readOrder(text: string, terminalId: string, authorityPem: string): Order | null {
  const jws = readJws(text);
  const said = order.safeParse(jws?.payload);
  const { typ } = (jws?.header ?? {}) as { typ?: unknown };
  if (!jws || !said.success || typ !== TYPE || said.data.terminalId !== terminalId) return null;
  return isSignedBy(jws, new X509Certificate(authorityPem).publicKey) ? said.data : null;
}
