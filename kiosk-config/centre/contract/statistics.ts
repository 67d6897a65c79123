import { z } from 'zod';
import { count, day, handleItem, instant, line, unitCode } from './common.ts';
import type { Operations } from './operation.ts';

/** Figures of art. 28, from the events that the acceptance platform reports. */

export const EVENTS_MOST = 500;
export const channels = ['WINDOW', 'PC', 'MOBILE', 'KIOSK'] as const;

const everyEvent = {
  /** Key of the record for all time. */
  id: z.string().regex(/^[A-Za-z0-9_-]{8,100}$/),
  /** Grows with every change of the record; the highest counts. */
  batch: z.int().min(1).max(1_000_000_000),
  operation: z.enum(['I', 'U', 'D']),
  unitCode,
  handleItem,
};

/** 办件: accepted by the platform. */
export const caseEvent = z.strictObject({
  kind: z.literal('case'),
  ...everyEvent,
  /** The same for all records of one case. */
  caseKey: z.string().regex(/^[A-Za-z0-9_-]{8,128}$/),
  channel: z.enum(channels),
  acceptedAt: instant,
});
/** 事项: what state it came to. 1 在用 · 2 暂停 · 3 取消. */
export const matterEvent = z.strictObject({
  kind: z.literal('matter'),
  ...everyEvent,
  state: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  at: instant,
});
export const platformEvent = z.discriminatedUnion('kind', [caseEvent, matterEvent]);
export type PlatformEvent = z.infer<typeof platformEvent>;

/** What is looked at before each record is judged for itself: one bad record must not stop the rest. */
const eventFrame = z.looseObject({ id: z.string().max(200), batch: z.number() });
const batchResult = z.object({
  id: z.string(),
  batch: z.number(),
  /** `refused`: never send it again as it is. */
  result: z.enum(['stored', 'repeated', 'refused']),
  /** Of a refused record: the member that does not fit. */
  field: z.string().optional(),
});

/** A month or a year of Asia/Shanghai. */
export const period = z.string().regex(/^20\d{2}(-(0[1-9]|1[0-2]))?$/);

export const figures = z.object({
  unitCode,
  /** 事项数量, at the end of the period. */
  matters: z.int(),
  /** 办件数量. */
  cases: z.int(),
  onlineCases: z.int(),
  /** 网办比例, 0 to 1; null where there was no case. */
  onlineShare: z.number().nullable(),
  /** The same without those done at kiosks. */
  onlineShareWithoutKiosk: z.number().nullable(),
});
export type Figures = z.infer<typeof figures>;

const words = z.object({ zh: z.string(), en: z.string() });

/** What an indicator can be made of. */
export const measures = ['matters', 'cases', 'onlineShare', 'onlineShareWithoutKiosk'] as const;
export const indicator = z.strictObject({
  measure: z.enum(measures),
  title: z.strictObject({ zh: line, en: line }),
  /** Of 100 in all. */
  weight: z.int().min(0).max(100),
  target: z.number().min(0).max(1_000_000_000).nullable(),
});
export type Indicator = z.infer<typeof indicator>;

const indicatorSet = z.object({
  year: z.int(),
  indicators: z.array(indicator),
  /** 0: the year has none of its own yet and takes those of the year named in `from`. */
  revision: count,
  from: z.int().nullable(),
});
export type IndicatorSet = z.infer<typeof indicatorSet>;

export const publication = z.object({
  publishedAt: instant,
  publishedBy: z.string(),
  /** How the figures were defined when they were published. */
  definition: words,
  figures: z.array(figures),
  /** Of the year, as they were then. */
  indicators: z.array(indicator),
});
export type Publication = z.infer<typeof publication>;

const ofPeriod = z.object({ period });
const ofYear = z.object({ year: z.coerce.number().int().min(2020).max(2099) });

export const statisticsOperations = {
  reportEvents: {
    method: 'POST',
    path: '/v1/events/batch',
    summary: 'Takes records of cases and matters from the platform, each judged for itself.',
    access: 'credential',
    body: z.strictObject({ events: z.array(eventFrame).min(1).max(EVENTS_MOST) }),
    /** One result for each record, in the same order. */
    answer: z.object({ results: z.array(batchResult) }),
    problems: ['FORBIDDEN'],
  },
  getStatistics: {
    method: 'GET',
    path: '/v1/statistics/{period}',
    summary: 'Figures of a month or year by unit, counted now, with their definition and what was published.',
    access: 'statistics.read',
    params: ofPeriod,
    answer: z.object({
      period,
      from: day,
      /** Last day of the period. */
      to: day,
      definition: words,
      figures: z.array(figures),
      published: publication.nullable(),
    }),
  },
  listStatisticsByMonth: {
    method: 'GET',
    path: '/v1/statistics/{year}/months',
    summary: 'Sums of all units for each month of a year up to the present one; published ones as published.',
    access: 'statistics.read',
    params: ofYear,
    answer: z.object({
      months: z.array(
        z.object({
          period,
          published: z.boolean(),
          ...{ cases: count, onlineCases: count },
          onlineShare: z.number().nullable(),
        }),
      ),
    }),
  },
  getStatisticsCsv: {
    method: 'GET',
    path: '/v1/statistics/{period}/figures.csv',
    summary:
      'The published figures, or those counted now where none are published, as CSV (UTF-8 with mark).',
    access: 'statistics.read',
    params: ofPeriod,
    answer: 'text/csv',
  },
  publishStatistics: {
    method: 'POST',
    path: '/v1/statistics/{period}/publication',
    summary: 'Publishes the figures of a period that is over, as they are counted now; once.',
    access: 'statistics.publish',
    params: ofPeriod,
    answer: publication,
    problems: ['PERIOD_NOT_OVER', 'ALREADY_THERE'],
  },
  recountStatistics: {
    method: 'GET',
    path: '/v1/statistics/{period}/recount',
    summary: 'Counts a published period again from the events and names what differs.',
    access: 'statistics.read',
    params: ofPeriod,
    answer: z.object({
      differences: z.array(
        z.object({
          unitCode,
          measure: z.enum(measures),
          published: z.number().nullable(),
          recounted: z.number().nullable(),
        }),
      ),
    }),
    problems: ['NOT_FOUND'],
  },
  getIndicators: {
    method: 'GET',
    path: '/v1/indicators/{year}',
    summary: 'Indicators of the yearly assessment.',
    access: 'statistics.read',
    params: ofYear,
    answer: indicatorSet,
  },
  setIndicators: {
    method: 'PUT',
    path: '/v1/indicators/{year}',
    summary: 'Sets the indicators of this year or a later one; earlier years stay as they are.',
    access: 'statistics.indicators',
    params: ofYear,
    body: z.strictObject({ revision: count, indicators: z.array(indicator).min(1).max(20) }),
    answer: indicatorSet,
    problems: ['STALE', 'YEAR_CLOSED', 'WEIGHTS_NOT_100'],
  },
} as const satisfies Operations;
