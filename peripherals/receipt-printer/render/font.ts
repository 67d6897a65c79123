import { createCanvas } from '@napi-rs/canvas';

/** Debian's fonts-noto-cjk first; the others are what Windows and macOS have. Chinese forms, never Japanese ones. */
export const FONT_FAMILIES =
  '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif';

export function fontOf(sizeDots: number, bold: boolean): string {
  return `${bold ? '700' : '400'} ${sizeDots}px ${FONT_FAMILIES}`;
}

/** Stands for a character that cannot be drawn: the typesetter's mark for a missing sort, itself in GB 2312. */
export const MISSING_SORT = '〓';

/** Unicode promises that this will never be a character, so every font draws its box for the missing ones. */
const NEVER_A_CHARACTER = '\u{10FFFE}';
const PROBE_DOTS = 32;
const PROBE_CACHE_LIMIT = 4096;

const probe = createCanvas(PROBE_DOTS, PROBE_DOTS).getContext('2d', { willReadFrequently: true });
const drawable = new Map<string, boolean>();

function dotsOf(text: string): string {
  probe.fillStyle = '#fff';
  probe.fillRect(0, 0, PROBE_DOTS, PROBE_DOTS);
  probe.fillStyle = '#000';
  probe.font = fontOf(24, false);
  probe.fillText(text, 2, 26);
  return Buffer.from(probe.getImageData(0, 0, PROBE_DOTS, PROBE_DOTS).data.buffer).toString('latin1');
}

let boxForMissing: string | undefined;

/** Whether some installed font has this character. The font itself cannot be asked, so its picture is compared. */
export function canDraw(character: string): boolean {
  const known = drawable.get(character);
  if (known !== undefined) return known;
  boxForMissing ??= dotsOf(NEVER_A_CHARACTER);
  const answer = dotsOf(character) !== boxForMissing;
  if (drawable.size >= PROBE_CACHE_LIMIT) drawable.clear();
  drawable.set(character, answer);
  return answer;
}
