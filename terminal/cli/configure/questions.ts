import type { StaffWords } from '@tongban/peripherals/manager';
import type { Draft } from '../json-file.ts';

/** What only whoever stands before the terminal knows. */
export interface Question {
  /** Where the answer stands in the configuration; the same answer in each of them. */
  readonly places: readonly [string, ...string[]];
  readonly words: StaffWords;
  /** What an answer has to be like. */
  readonly rule: StaffWords;
  /** Taken where nobody writes anything, and nothing was configured before. */
  readonly usually?: string;
  /** It may be left out. */
  readonly isOptional?: boolean;
  readonly isNumber?: boolean;
}

const SOMETHING = { zh: '不能空着。', en: 'It cannot be left out.' };
const SPANS = {
  zh: '写成 08:30-11:30 13:00-16:30，24 小时制，先后不重叠。',
  en: 'Written as 08:30-11:30 13:00-16:30, one after the other.',
};

export const ABOUT_THE_TERMINAL: readonly Question[] = [
  {
    places: ['terminalId'],
    words: { zh: '终端编号（中心的终端页上写的）', en: 'Number of the terminal, as the centre lists it' },
    rule: {
      zh: '1 到 32 个字母、数字或短横线，例如 310199-01。',
      en: '1 to 32 letters, digits or hyphens, such as 310199-01.',
    },
  },
  {
    places: ['siteCode'],
    words: { zh: '网点编号（同上）', en: 'Code of the site, likewise' },
    rule: { zh: '1 到 32 个字符，例如 310199001。', en: '1 to 32 characters, such as 310199001.' },
  },
  {
    places: ['site.name.zh'],
    words: { zh: '网点名称', en: 'Name of the site in Chinese' },
    rule: SOMETHING,
  },
  {
    places: ['site.name.en'],
    words: { zh: '网点的英文名（可以不写）', en: 'Its English name, if it has one' },
    rule: SOMETHING,
    isOptional: true,
  },
  {
    places: ['site.staff.zh'],
    words: { zh: '找工作人员到哪里', en: 'Where staff are found, in Chinese' },
    rule: SOMETHING,
    usually: '服务台',
  },
  {
    places: ['site.staff.en'],
    words: { zh: '英文怎么写（可以不写）', en: 'The same in English, if wanted' },
    rule: SOMETHING,
    usually: 'the service desk',
    isOptional: true,
  },
  {
    places: ['diagonalInches'],
    words: { zh: '屏幕几英寸（对角线）', en: 'Diagonal of the screen in inches' },
    rule: { zh: '10 到 100 的数。', en: 'A number from 10 to 100.' },
    usually: '21.5',
    isNumber: true,
  },
];

/** Asked where the city has none, and none is configured. */
export const OPENING_HOURS: readonly Question[] = [
  {
    places: [
      'site.timetable.monday',
      'site.timetable.tuesday',
      'site.timetable.wednesday',
      'site.timetable.thursday',
      'site.timetable.friday',
    ],
    words: { zh: '周一到周五的服务时间', en: 'Opening hours from Monday to Friday' },
    rule: SPANS,
    usually: '08:30-11:30 13:00-16:30',
  },
  {
    places: ['site.timetable.saturday', 'site.timetable.sunday'],
    words: { zh: '周六、周日的服务时间（不开就不写）', en: 'The same at weekends, if it is open' },
    rule: SPANS,
    isOptional: true,
  },
];

export const PRINTER_ADDRESS: StaffWords = {
  zh: '没有找到凭条打印机。接在网络上的，写它的地址，例如 192.0.2.9（没有就不写）',
  en: 'No receipt printer was found. Of one in the network, its address, such as 192.0.2.9 (if there is one)',
};

/** @param place names with dots between them */
export function valueAt(draft: unknown, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).find(([key]) => key === name)?.[1]
          : undefined,
      draft,
    );
}

/** The draft with a value at a place; what it was made from stays as it is. */
export function withValue(draft: unknown, place: string, value: unknown): Draft {
  const [name = '', ...rest] = place.split('.');
  const under = typeof draft === 'object' && draft !== null ? draft : {};
  const inner = rest.length === 0 ? value : withValue(valueAt(under, name), rest.join('.'), value);
  return { ...under, [name]: inner };
}
