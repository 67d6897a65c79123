export { addWorkingDays, type WorkingDayResult } from './working-days.ts';
