import type { RequestBody } from '../contract/index.ts';
import { bindingOf } from '../sandbox/binding.ts';
import type { ApplicationRow } from '../sandbox/ledger.ts';
import { openForm, openMaterial } from '../sandbox/open-envelope.ts';
import type { Platform } from '../sandbox/platform.ts';
import type { HandedIn, HandedInMaterial } from './canonical.ts';

/**
 * Opens an application as it was first handed in, whichever channel it came through.
 * @throws RangeError when there is none of this number, or nothing was saved under it; Refusal when an envelope of it
 * does not open
 */
export async function readHandedIn({ ground, applications }: Platform, applyNo: string): Promise<HandedIn> {
  const { ledger, keys } = ground;
  const row = ledger.get<ApplicationRow>('select * from applications where apply_no = ?', applyNo);
  if (!row || row.saved === null) throw new RangeError('nothing was handed in under this number');
  const { channel, envelope } = JSON.parse(row.saved) as Pick<HandedIn, 'channel'> & { envelope: string };
  const key = row.idempotency_key;
  const { form, language, agent, applicant } = await openForm(
    envelope,
    bindingOf(row, key, 'form'),
    keys.decrypt,
  );
  const uploads = applications.completeUploads(applyNo, key);
  const materials = uploads.map(async ({ id, code, declared }): Promise<HandedInMaterial> => {
    const chunks = ledger.all<{ bytes: Buffer }>(
      'select bytes from chunks where upload_id = ? order by chunk',
      id,
    );
    const text = Buffer.concat(chunks.map((each) => each.bytes)).toString('utf8');
    const { mediaType } = JSON.parse(declared) as RequestBody<'uploadApplyStuff'>;
    const bytes = await openMaterial(text, bindingOf(row, key, `material:${code}`), keys.decrypt);
    return { code, mediaType, bytes };
  });
  const { handle_item: handleItem, version } = row;
  const given = { form, agent, applicant, materials: await Promise.all(materials) };
  return { channel, handleItem, version, language, ...given };
}
