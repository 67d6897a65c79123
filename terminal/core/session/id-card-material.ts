import type { Matter } from '@tongban/kiosk-config/catalogue';
import type { IdCard } from '@tongban/peripherals/id-card-reader';
import type { Material } from '@tongban/sync';
import type { Correction } from './correction.ts';
import { isWanted } from './given-materials.ts';

/** The ID card as it was read, one per material of the matter that is taken from the card. */
export function idCardMaterials(matter: Matter, card: IdCard, correction: Correction | null): Material[] {
  const wanted = matter.materials.filter((each) => each.source === 'card' && isWanted(each, correction));
  const { photoWlt, managementNumber: _stays, ...text } = card;
  const bytes = Buffer.from(JSON.stringify({ ...text, photoWlt: Buffer.from(photoWlt).toString('base64') }));
  return wanted.map((each) => ({
    code: each.code,
    stuffType: each.stuffType,
    mediaType: 'application/vnd.tongban.id-card+json',
    bytes,
  }));
}
