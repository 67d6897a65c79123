import type { Calendars } from '../working-days/index.ts';
import type {
  Actor,
  Announcement,
  JointTestRun,
  MaintenanceWindow,
  SubmittedRequest,
  Notice,
  VersionFacts,
} from './events.ts';

/**
 * What somebody asks of a matter. `revision` is the one that they had before their eyes. Instants are ISO 8601 in UTC with
 * milliseconds, so that they compare as text.
 */
export type MatterCommand = { readonly revision: number } & (
  | ({ readonly type: 'draft-version' } & VersionFacts)
  | ({ readonly type: 'record-joint-test' } & JointTestRun)
  | ({ readonly type: 'submit' } & SubmittedRequest)
  | {
      readonly type: 'review-as-bureau';
      readonly requestId: string;
      readonly approve: boolean;
      /** Reference of the bureau's approval; an approval without one is none. */
      readonly approvalId?: string | undefined;
      readonly words: string;
    }
  | {
      readonly type: 'review-as-reform';
      readonly requestId: string;
      readonly approve: boolean;
      readonly words: string;
    }
  | {
      readonly type: 'record-result';
      readonly requestId: string;
      readonly passed: boolean;
      readonly words: string;
      /** ISO instant from which it is to hold; at once when absent. */
      readonly effectiveAt?: string | undefined;
    }
  | { readonly type: 'resubmit'; readonly requestId: string; readonly words: string }
  | { readonly type: 'withdraw'; readonly requestId: string; readonly words: string }
  | ({ readonly type: 'file-maintenance' } & MaintenanceWindow)
  | { readonly type: 'cancel-maintenance'; readonly windowId: string; readonly words: string }
  | {
      readonly type: 'suspend-in-emergency';
      readonly suspensionId: string;
      readonly notice: Notice;
      readonly announcement: Announcement;
    }
  | { readonly type: 'report-emergency'; readonly suspensionId: string; readonly words: string }
);
export type CommandOf<T extends MatterCommand['type']> = Extract<MatterCommand, { type: T }>;

/** What a decision needs besides the matter itself. */
export interface DecisionContext {
  readonly now: Date;
  readonly actor: Actor;
  readonly calendars: Calendars;
}
