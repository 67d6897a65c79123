export { builtInCalendars } from './built-in.ts';
export {
  makeCalendars,
  readYearCalendar,
  yearCalendarSchema,
  type Calendars,
  type CalendarFault,
  type YearCalendar,
} from './calendar.ts';
export { endOfShanghaiDay, shanghaiDay } from './day.ts';
export {
  addWorkingDays,
  isHoliday,
  isWorkingDay,
  nextWorkingDay,
  timeLeft,
  workingDaysBetween,
  type TimeLeft,
  type WorkingDayResult,
} from './working-days.ts';
