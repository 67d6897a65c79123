import { createHash } from 'node:crypto';
import {
  Metadata,
  MetadataKind,
  MetaFile,
  Root,
  Signature,
  Snapshot,
  Targets,
  Timestamp,
} from '@tufjs/models';
import type { Signer } from './keys.ts';

/** Version of the TUF specification that the metadata keep to. */
export const SPEC_VERSION = '1.0.31';

/** A metadata file as bytes, signed by all of the signers beside the signatures that it has. */
export async function signMetadata(
  signed: Root | Targets | Snapshot | Timestamp,
  signers: readonly Signer[],
  signatures: Record<string, Signature> = {},
): Promise<Buffer> {
  const metadata = new Metadata(signed, { ...signatures });
  for (const signer of signers) {
    const sig = Buffer.from(await signer.sign(canonicalBytes(metadata))).toString('hex');
    metadata.sign(() => new Signature({ keyID: signer.key.keyID, sig }));
  }
  return Buffer.from(JSON.stringify(metadata.toJSON()));
}

/** What a signature is over; the library makes it only for a signer that answers at once. */
function canonicalBytes(metadata: Metadata<Root | Targets | Snapshot | Timestamp>): Buffer {
  let bytes = Buffer.alloc(0);
  new Metadata(metadata.signed).sign((data) => {
    bytes = Buffer.from(data);
    return new Signature({ keyID: '', sig: '' });
  });
  return bytes;
}

export function readRoot(bytes: Uint8Array): Metadata<Root> {
  return Metadata.fromJSON(MetadataKind.Root, parse(bytes));
}

export function readTargets(bytes: Uint8Array): Metadata<Targets> {
  return Metadata.fromJSON(MetadataKind.Targets, parse(bytes));
}

export function readSnapshot(bytes: Uint8Array): Metadata<Snapshot> {
  return Metadata.fromJSON(MetadataKind.Snapshot, parse(bytes));
}

export function readTimestamp(bytes: Uint8Array): Metadata<Timestamp> {
  return Metadata.fromJSON(MetadataKind.Timestamp, parse(bytes));
}

function parse(bytes: Uint8Array): Parameters<typeof Root.fromJSON>[0] {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Parameters<typeof Root.fromJSON>[0];
}

/** How one metadata file names another: version, length and hash, so that no two of different times go together. */
export function metaFileOf(version: number, bytes: Uint8Array): MetaFile {
  return new MetaFile({ version, length: bytes.length, hashes: { sha256: sha256(bytes) } });
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
