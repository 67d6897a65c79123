import { X509Certificate, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { configurationName, remoteSettings } from './configuration.ts';
import { isSignedBy, readJws, signJws } from './jws.ts';

const TYPE = 'tongban-settings+jwt';
/** Room for a site's texts and announcements. */
const MAX_CHARACTERS = 200_000;

const assigned = z.strictObject({
  terminalId: z.string(),
  name: configurationName,
  version: z.int().min(1),
  settings: remoteSettings,
});
export type AssignedSettings = z.infer<typeof assigned>;

/** What one terminal shall take, signed by the centre's authority: no server in between can set a terminal up. */
export function signSettings(what: AssignedSettings, authorityKey: KeyObject): string {
  return signJws({ typ: TYPE }, what, authorityKey);
}

/** @returns null for settings that are not of this authority, or not for this terminal */
export function readSettings(
  text: string,
  terminalId: string,
  authorityPem: string,
): AssignedSettings | null {
  const jws = readJws(text, MAX_CHARACTERS);
  const said = assigned.safeParse(jws?.payload);
  const { typ } = (jws?.header ?? {}) as { typ?: unknown };
  if (!jws || !said.success || typ !== TYPE || said.data.terminalId !== terminalId) return null;
  return isSignedBy(jws, new X509Certificate(authorityPem).publicKey) ? said.data : null;
}
