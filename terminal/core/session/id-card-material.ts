import { agentMaterials, type Matter } from '@tongban/kiosk-config/catalogue';
import type { IdCard } from '@tongban/peripherals/id-card-reader';
import type { Material } from '@tongban/sync';
import { isWanted } from './given-materials.ts';
import type { Represented } from './represented.ts';
import type { Citizen, Visit } from './visit.ts';

/**
 * The proof of identity, one per material of the matter that is taken from the card: the card as it was read, or in its
 * place what 统一身份认证 confirmed of the code on a phone. Of a person who is represented it is their card, or what the
 * agent says of them.
 */
export function identityMaterials(
  matter: Matter,
  citizen: Citizen,
  { verified, correction, represented }: Pick<Visit, 'verified' | 'correction' | 'represented'>,
): Material[] {
  const wanted = matter.materials.filter((each) => each.source === 'card' && isWanted(each, correction));
  const proof = citizen.card ? cardAsRead(citizen.card) : confirmedByModule(citizen, verified);
  return wanted.map(({ code, stuffType }) => {
    const isOfAgent = agentMaterials.some((each) => each.code === code);
    if (!represented || isOfAgent) return { code, stuffType, ...proof };
    const before = correction?.materials.find((each) => each.code === code);
    if (!represented.card && before) return before;
    return {
      code,
      stuffType,
      ...(represented.card ? cardAsRead(represented.card) : saidByAgent(represented)),
    };
  });
}

type Proof = Pick<Material, 'mediaType' | 'bytes'>;

function cardAsRead(card: IdCard): Proof {
  const { photoWlt, managementNumber: _stays, ...text } = card;
  const bytes = Buffer.from(JSON.stringify({ ...text, photoWlt: Buffer.from(photoWlt).toString('base64') }));
  return { mediaType: 'application/vnd.tongban.id-card+json', bytes };
}

/** No proof: who reads it sees that nobody has seen the card. */
function saidByAgent({ person: { name, idNumber } }: Represented): Proof {
  return {
    mediaType: 'application/vnd.tongban.stated-identity+json',
    bytes: Buffer.from(JSON.stringify({ method: 'stated-by-agent', name, idNumber })),
  };
}

function confirmedByModule(
  { person: { name, idNumber }, confirmedBy }: Citizen,
  verified: Visit['verified'],
): Proof {
  const facts = { method: confirmedBy, name, idNumber, ...verified };
  return {
    mediaType: 'application/vnd.tongban.confirmed-identity+json',
    bytes: Buffer.from(JSON.stringify(facts)),
  };
}
