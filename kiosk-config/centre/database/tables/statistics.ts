import type { ReconciliationReport } from '../../contract/quality.ts';

export interface StatisticsTables {
  /** As they came; never changed. */
  platform_events: {
    id: string;
    batch: number;
    kind: 'case' | 'matter';
    operation: 'I' | 'U' | 'D';
    unit_code: string;
    handle_item: string;
    case_key: string | null;
    channel: string | null;
    state: number | null;
    /** Instant, and its day in Asia/Shanghai. */
    happened_at: string;
    happened_on: string;
    received_at: string;
  };
  /** `publication`: JSON. */
  statistics_publications: { period: string; publication: string };
  /** `indicators`: JSON. */
  indicator_sets: { year: number; indicators: string; revision: number };
  quality_returns: {
    id: string;
    unit_code: string;
    due: string;
    state: string;
    state_at: string;
    /** JSON of the report. */
    report: string;
    /** JSON: states that it came through. */
    history: string;
  };
  reconciliations: {
    day: string;
    unit_code: string;
    terminal_id: string;
    counted: ReconciliationReport['counted'];
    missing: number;
    extra: number;
    altered: number;
    compared_at: string;
  };
}
