import type { Texts } from './shape.ts';

/** Words of the calendars of working days. */
export const calendarZh = {
  add: '导入日历',
  rule: '各时限按工作日计算。没有公布放假安排的年份按周末和法定固定假日暂算，导入后时限随即更新。',
  year: '年份',
  from: '来自',
  source: '依据',
  builtIn: '随程序内置',
  imported: '导入于',
  provisional: (year: number): string => `${year} 年起为暂算`,
  notice: '国务院办公厅通知名称',
  number: '发文字号（可不填）',
  issued: '发布日期',
  off: '放假的日子',
  work: '调休上班的周六、周日',
  days: '写成 2027-01-01，用空格或换行分开。',
};

export const calendarEn: Texts<typeof calendarZh> = {
  add: 'Import a calendar',
  rule: 'Limits are counted in working days. A year that was not announced is counted by weekends and fixed holidays alone; limits move as soon as it is imported.',
  year: 'Year',
  from: 'From',
  source: 'By',
  builtIn: 'Comes with the program',
  imported: 'Imported',
  provisional: (year) => `Provisional from ${year} on`,
  notice: 'Notice of the State Council',
  number: 'Its number (may be empty)',
  issued: 'Issued on',
  off: 'Days off',
  work: 'Saturdays and Sundays that are worked',
  days: 'As 2027-01-01, parted by blanks or lines.',
};
