export { dayAfter, openAt, spansOn, usualSpans, weekdayOf, type OpenNow, type Span } from './open.ts';
export { timetableSchema, weekdays, type Timetable } from './timetable.ts';
