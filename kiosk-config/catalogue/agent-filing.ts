import type { MatterMaterial } from './matter-parts.ts';
import type { Matter } from './matter-shape.ts';

/**
 * Filing for another person (代办): what every matter with `agentFiling` asks for beside its own, the same at the
 * terminal, online and at the platform.
 */

/** The agent's own proof of identity, and the written authority to act (民法典 art. 165; of a guardian, art. 23). */
export const agentMaterials: readonly MatterMaterial[] = [
  {
    code: 'AGENT-ID',
    name: { zh: '代办人的身份证件', en: 'ID of the person who files' },
    source: 'card',
    how: { zh: '刷代办人本人的证件即可', en: 'Read from the card of the person who files' },
    maxPages: 10,
    stuffType: 0,
    necessity: 'required',
    origin: '20',
    medium: '3',
    originals: 1,
    copies: 0,
  },
  {
    code: 'AGENT-AUTHORITY',
    name: { zh: '授权委托书', en: 'Power of attorney' },
    source: 'document',
    how: {
      zh: '写明谁委托谁、办什么事、到哪天为止，由委托人签名。监护人代办的，用监护关系证明',
      en: 'Who authorises whom, for what and until when, signed by that person. A guardian brings the proof of guardianship instead',
    },
    maxPages: 10,
    stuffType: 0,
    necessity: 'required',
    origin: '10',
    medium: '1',
    originals: 1,
    copies: 0,
  },
];

/** What is handed in for a matter. @param byAgent by somebody who acts for the person concerned, or for an enterprise */
export function materialsOf(
  { materials, agentFiling }: Pick<Matter, 'materials' | 'agentFiling'>,
  byAgent: boolean,
): MatterMaterial[] {
  return byAgent && agentFiling ? [...materials, ...agentMaterials] : materials;
}

/**
 * A matter as an agent files it: with the materials of an agent, and without electronic licences in the place of papers,
 * because those that could be found are the agent's own.
 */
export function asFiled(matter: Matter, byAgent: boolean): Matter {
  if (!byAgent) return matter;
  const { licences: _agentsOwn, ...needs } = matter.needs ?? {};
  return { ...matter, materials: materialsOf(matter, true), needs };
}
