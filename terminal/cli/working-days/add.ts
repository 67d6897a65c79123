import { addWorkingDays } from '@tongban/kiosk-config/working-days';
import { UsageError, type Command } from '../command.ts';

export const addWorkingDaysCommand: Command = {
  path: 'working-days add',
  usage: 'DATE COUNT',
  about: {
    zh: '从某日起第几个工作日是哪一天（当日不算；写负数往回数），按国务院办公厅公布的放假安排',
    en: 'the day so many working days after a date (the date itself does not count; a negative count goes back)',
  },
  options: {},
  run({ operands }, io) {
    const [from, count] = operands;
    if (from === undefined || count === undefined || operands.length > 2) {
      throw new UsageError({
        zh: '要写一个日期和一个天数，例如 2026-02-13 2。',
        en: 'It takes a date and a count, such as 2026-02-13 2.',
      });
    }
    if (!/^[+-]?\d{1,5}$/.test(count)) {
      throw new UsageError({
        zh: `天数“${count}”不是整数。`,
        en: `The count "${count}" is no whole number of days.`,
      });
    }
    let result;
    try {
      result = addWorkingDays(from, Number(count));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new UsageError({
        zh: '日期要写成 2026-02-13 的样子，是日历上有的日子；天数最多 10000。',
        en: `Not countable: ${error.message}.`,
      });
    }
    const { date, provisional } = result;
    io.say({ zh: date, en: date });
    if (provisional) {
      io.say({
        zh: '暂定：所经年份的放假安排还没有公布，公布后要重算。',
        en: 'Provisional: a year on the way has no published calendar yet; count again when it has.',
      });
    }
    return Promise.resolve({ ok: true, answer: { date, provisional } });
  },
};
