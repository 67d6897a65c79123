import type { CaseWork, StoreFacts, Sync } from '@tongban/sync';
import type { Modules, Ratings } from '@tongban/sync/modules';
import type { TerminalConfig } from '../config.ts';
import type { Devices } from '../devices.ts';
import type { SessionHandwriting } from '../handwriting.ts';
import type { Log } from '../log.ts';
import type { Matters } from '../matters.ts';
import type { PhoneHandOvers } from '../phone/hand-over.ts';
import type { Panel } from '../panel.ts';
import type { MissingCharacters } from '../missing-characters.ts';
import type { SessionSpeech } from '../speech.ts';
import type { LeftCards } from './left-card.ts';

/** What a session asks of sync. */
export type SessionSync = Sync & Pick<CaseWork, 'reopen' | 'correct'> & Pick<StoreFacts, 'intake'>;

/** What a session asks of the modules of art. 5, beside the ratings. */
export interface SessionModules {
  readonly identity: Pick<Modules['identity'], 'verifyCard' | 'verifyCode'>;
  readonly eLicence: Pick<Modules['eLicence'], 'materials'>;
  readonly citizensPage: Pick<Modules['citizensPage'], 'view'>;
  readonly enterprisePage: Pick<Modules['enterprisePage'], 'view'>;
  readonly eSeal: Pick<Modules['eSeal'], 'document'>;
  readonly customerService: Pick<Modules['customerService'], 'faq' | 'createTicket' | 'ticket'>;
  readonly payment: Pick<Modules['payment'], 'createOrder' | 'order' | 'closeOrder'>;
  readonly logistics: Pick<
    Modules['logistics'],
    'deliver' | 'corrected' | 'waitForWaybill' | 'deliveryOf' | 'track'
  >;
  onChange: Modules['onChange'];
  firstWord: Modules['firstWord'];
  stepsAvailable: Modules['stepsAvailable'];
}

/** What a session is made of. */
export interface SessionParts {
  readonly config: TerminalConfig;
  readonly panel: Pick<Panel, 'now'>;
  readonly matters: Matters;
  readonly devices: Devices;
  readonly leftCards: LeftCards;
  readonly sync: SessionSync;
  readonly modules: SessionModules;
  readonly ratings: Pick<Ratings, 'rate'>;
  readonly speech: SessionSpeech;
  /** Pictures from citizens' phones; null where the site has not set it up. */
  readonly phones: PhoneHandOvers | null;
  readonly handwriting: SessionHandwriting;
  readonly missingCharacters: Pick<MissingCharacters, 'notFound' | 'notPrinted'>;
  readonly log: Log;
  /** A visit began or ended: core remembers it, so that a restart in the middle can be told to the citizen. */
  readonly onVisit: (open: boolean) => void;
  readonly interruptedVisit: boolean;
  /** Core crashed again and again: nobody is served. */
  readonly keepsFailing: boolean;
  /** Practice 练习: the parts store and send nothing, and every screen says so. Null in the real session. */
  readonly practice: { readonly end: () => void } | null;
}
