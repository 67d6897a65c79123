/**
 * Sounds that many who speak Shanghainese or another southern speech do not tell apart: `zh` and `z`, `ch` and `c`, `sh`
 * and `s`, `n` and `l` at the beginning, and `n` and `ng` after a, e and i at the end.
 */
const INITIALS: readonly (readonly [string, string])[] = [
  ['zh', 'z'],
  ['ch', 'c'],
  ['sh', 's'],
  ['n', 'l'],
];
const FINAL = /([aei])n(g?)$/;

/** Every other way in which a syllable may be heard, without the syllable itself; some are no syllables at all. */
export function heardAs(syllable: string): string[] {
  const beginnings = [syllable, ...otherInitial(syllable)];
  return beginnings.flatMap((each) => [each, ...otherFinal(each)]).slice(1);
}

function otherInitial(syllable: string): string[] {
  for (const [one, other] of INITIALS) {
    if (syllable.startsWith(one)) return [other + syllable.slice(one.length)];
    if (syllable.startsWith(other)) return [one + syllable.slice(other.length)];
  }
  return [];
}

function otherFinal(syllable: string): string[] {
  const found = FINAL.exec(syllable);
  return found ? [syllable.slice(0, found.index) + found[1] + (found[2] === 'g' ? 'n' : 'ng')] : [];
}
