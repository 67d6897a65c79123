import type { AnnouncementView } from '@tongban/contract';

/** How long an announcement stays: four lines are about 80 characters, and an old person reads four a second. */
export const TURN_MS = 20_000;

/**
 * Which announcements are shown, when there are more than there is room for: all have their turn. Where there is room
 * for two, one place is kept for what is pressing.
 * @param announcements the most urgent first
 * @param places how many are shown at a time, 1 or 2
 * @param turn counts from 0, one more every {@link TURN_MS}
 */
export function shownInTurn(
  announcements: readonly AnnouncementView[],
  places: 1 | 2,
  turn: number,
): readonly AnnouncementView[] {
  if (announcements.length <= places) return announcements;
  const pressing = announcements.filter(({ severity }) => severity !== 'notice');
  const others = announcements.filter(({ severity }) => severity === 'notice');
  if (places === 2 && pressing.length > 0 && others.length > 0) {
    return [...nth(pressing, turn), ...nth(others, turn)];
  }
  const first = turn * places;
  return Array.from({ length: places }).flatMap((_, place) => nth(announcements, first + place));
}

function nth(list: readonly AnnouncementView[], n: number): readonly AnnouncementView[] {
  const from = n % list.length;
  return list.slice(from, from + 1);
}
