import { z } from 'zod';

/** Opening hours of a site (服务时间): a usual week, public holidays, and single days that are otherwise. */

const SPAN = '([01]\\d|2[0-3]):[0-5]\\d-(([01]\\d|2[0-3]):[0-5]\\d|24:00)';
const SPANS = `${SPAN}( ${SPAN})*`;
/** As `08:30-11:30 13:00-17:30`, in their order. */
const spansText = z
  .string()
  .regex(new RegExp(`^${SPANS}$`))
  .refine(isInOrder, 'the spans are not in order');

/** Monday first. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** A day that is not named is closed. */
export const timetableSchema = z.strictObject({
  monday: spansText.exactOptional(),
  tuesday: spansText.exactOptional(),
  wednesday: spansText.exactOptional(),
  thursday: spansText.exactOptional(),
  friday: spansText.exactOptional(),
  saturday: spansText.exactOptional(),
  sunday: spansText.exactOptional(),
  /** Days off by the published yearly calendar. A Saturday or Sunday that is worked instead is as a Friday. */
  holidays: spansText.exactOptional(),
  /** Single days, as `2026-12-31 08:30-12:00`; a day alone is closed. They come before all others. */
  exceptions: z
    .array(
      z
        .string()
        .regex(new RegExp(`^\\d{4}-\\d{2}-\\d{2}( ${SPANS})?$`))
        .refine(isException, 'no day, or the spans are not in order'),
    )
    .max(60)
    .exactOptional(),
});
export type Timetable = z.infer<typeof timetableSchema>;

/** One after the other with a break between: a time stands in one of them at most. */
function isInOrder(text: string): boolean {
  const times = text.split(/[ -]/);
  return times.every((time, at) => at === 0 || times[at - 1]! < time);
}

function isException(text: string): boolean {
  const [date = '', ...spans] = text.split(' ');
  return z.iso.date().safeParse(date).success && isInOrder(spans.join(' '));
}
