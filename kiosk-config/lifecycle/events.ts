/**
 * What can happen to a matter (事项) between its first draft and its end, as events of one stream a matter
 * (沪府办〔2020〕55号, art. 8 to 12). Nothing here is ever changed once it is written; a withdrawal is one more event.
 */

/** Who does it. `unit` is the access unit (接入单位) that a unit's officer is bound to. */
export interface Actor {
  readonly id: string;
  readonly role: string;
  readonly unit?: string | undefined;
}

/** In both languages of the screens. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What citizens are told of a matter that is suspended or has ended. */
export interface Notice {
  readonly reason: Words;
  /** Where it is done instead. */
  readonly otherChannel: Words;
  /** When it is expected back, an ISO instant; null: unknown. It lasts until a resumption all the same. */
  readonly until: string | null;
}

export type MatterStatus = 'DRAFT' | 'OPEN' | 'SUSPENDED' | 'TERMINATED';
export type RequestAction = 'open' | 'change' | 'suspend' | 'resume' | 'terminate';

/** What the gates need to know of a matter document. The document itself is kept elsewhere, by its digest. */
export interface VersionFacts {
  readonly version: string;
  /** SHA-256 of the document, lower-case hex. */
  readonly sha256: string;
  /** 下沉社区事务受理服务中心事项 (art. 12). */
  readonly sunkDown: boolean;
  /** Modules whose joint test this matter needs besides that of acceptance (art. 8). */
  readonly modules: readonly TestedModule[];
  /** Fields that the guide still lacks, by name; empty when it is complete (art. 9 (1)). */
  readonly missing: readonly string[];
  /** Figures of 四减 that are missing or grew, by name; empty when the matter was made lighter (art. 9 (2)). */
  readonly notReduced: readonly string[];
}

export type TestedModule = 'acceptance' | 'payment' | 'logistics';

export interface JointTestCase {
  readonly module: TestedModule;
  readonly name: string;
  readonly passed: boolean;
}

/** One run of the joint test (联调, art. 9 (3)). */
export interface JointTestRun {
  readonly runId: string;
  readonly version: string;
  readonly cases: readonly JointTestCase[];
  /** SHA-256 of the evidence, lower-case hex. */
  readonly evidenceSha256: string;
  /** An exercise: kept in the history, opens no gate. */
  readonly drill: boolean;
}

export interface Attachment {
  readonly name: string;
  readonly sha256: string;
}

export interface SubmittedRequest {
  readonly requestId: string;
  readonly action: RequestAction;
  /** The version to open or to change to; absent for the other actions. */
  readonly version?: string | undefined;
  /** For the reviewers. */
  readonly reason: string;
  /** Of a suspension or an end. */
  readonly notice?: Notice | undefined;
  readonly attachments: readonly Attachment[];
}

export interface MaintenanceWindow {
  readonly windowId: string;
  /** ISO instants. */
  readonly start: string;
  readonly end: string;
  readonly reason: Words;
}

export interface Announcement {
  readonly announcementId: string;
  readonly title: Words;
  readonly text: Words;
  /** ISO instant. */
  readonly until: string;
}

type Happening =
  | ({ readonly type: 'version-drafted' } & VersionFacts)
  | ({ readonly type: 'joint-test-recorded' } & JointTestRun)
  | ({
      readonly type: 'submitted';
      /** Through the civil affairs bureau (市民政局) first. */
      readonly bureauFirst: boolean;
      /** Number of the measures that its limits come from. */
      readonly measures: string;
    } & SubmittedRequest)
  | {
      readonly type: 'bureau-approved';
      readonly requestId: string;
      readonly approvalId: string;
      readonly words: string;
    }
  | {
      readonly type:
        | 'bureau-rejected'
        | 'reform-approved'
        | 'reform-rejected'
        | 'test-failed'
        | 'implementation-rejected'
        | 'resubmitted'
        | 'withdrawn';
      readonly requestId: string;
      readonly words: string;
    }
  | { readonly type: 'lapsed'; readonly requestId: string }
  | {
      readonly type: 'went-live';
      readonly requestId: string;
      /** ISO instant from which it holds. */
      readonly effectiveAt: string;
      readonly words: string;
    }
  | ({ readonly type: 'maintenance-filed' } & MaintenanceWindow)
  | { readonly type: 'maintenance-cancelled'; readonly windowId: string; readonly words: string }
  | { readonly type: 'emergency-suspended'; readonly suspensionId: string; readonly notice: Notice }
  | ({ readonly type: 'announced' } & Announcement)
  | { readonly type: 'filed-with-data-centre'; readonly subject: 'emergency'; readonly suspensionId: string }
  | { readonly type: 'bureau-notified'; readonly subject: 'maintenance' | 'emergency'; readonly id: string }
  | { readonly type: 'emergency-reported'; readonly suspensionId: string; readonly words: string };

/** `at` is an ISO instant. */
export type MatterEvent = Happening & { readonly at: string; readonly by: Actor };
export type MatterEventType = MatterEvent['type'];
export type UnsignedEvent = Happening;
