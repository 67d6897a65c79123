import type { CardView, GuideView, MaterialView, TerminalClosed } from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import type { IdCardReaderStatus } from '@tongban/peripherals/id-card-reader';
import type { SubmissionRecord } from '@tongban/sync';
import type { FaqEntry } from '@tongban/sync/modules';
import type { Matters } from '../matters.ts';
import type { Delivering } from './delivering.ts';
import { lackOf } from './matter-view.ts';
import type { SessionParts } from './session-parts.ts';
import type { SessionTasks } from './session-tasks.ts';
import type { Step } from './step.ts';
import type { Visit } from './visit.ts';

/** What the screens may know of the surroundings of a step. */
export interface Surroundings {
  readonly matters: Matters;
  readonly reader: IdCardReaderStatus;
  /** Of the card step alone. */
  readonly code: CardView['code'];
  readonly slot: CardView['slot'];
  readonly slotIsFull: boolean;
  readonly submissions: readonly SubmissionRecord[];
  readonly network: 'online' | 'offline';
  /** Why nothing can be begun; null when it can. */
  readonly closed: TerminalClosed | null;
  readonly camera: MaterialView['camera'];
  /** There is something to show the code of an e-business-licence to. */
  readonly takesLicenceCode: boolean;
  readonly scanner: MaterialView['scanner'];
  readonly phone: Pick<MaterialView, 'phone' | 'handOver'>;
  readonly practice: boolean;
  /** A sealed result of it can be printed here. */
  readonly hasResult: (record: SubmissionRecord) => boolean;
  readonly delivering: Pick<Delivering, 'of' | 'way' | 'before'>;
  readonly faq: () => readonly FaqEntry[];
}

/** As they are just now. */
export function surroundingsOf(
  parts: SessionParts,
  { code, slot, phone, result, delivering }: SessionTasks,
  step: Step,
  { citizen }: Visit,
): Surroundings {
  const { matters, devices, sync, modules } = parts;
  const { idCardReader, camera, documentScanner, codeScanner } = devices;
  return {
    ...{ matters, delivering, network: sync.network, closed: terminalClosed(parts) },
    practice: parts.practice !== null,
    reader: idCardReader.status,
    code: step.at === 'card' ? code.view(step) : null,
    slot: step.at === 'card' ? slot.view(step) : null,
    slotIsFull: slot.isFull,
    submissions: step.at === 'my-submissions' && citizen?.key ? sync.submissionsOf(citizen.key) : [],
    camera: {
      state: camera ? (camera.status.availability === 'ready' ? 'ready' : 'offline') : 'absent',
      usbId: camera?.describe()?.usbId ?? null,
    },
    takesLicenceCode: (codeScanner?.status.availability ?? 'offline') !== 'offline',
    scanner: documentScanner?.status.availability ?? 'absent',
    phone: phone.view(),
    hasResult: (record) => result.isPrintable(record),
    faq: () => modules.customerService.faq(),
  };
}

/** Why nothing can be begun at this terminal just now; null when it can. */
export function terminalClosed({
  matters,
  sync,
  keepsFailing,
}: Pick<SessionParts, 'matters' | 'sync' | 'keepsFailing'>): TerminalClosed | null {
  if (keepsFailing) return 'keeps-failing';
  if (!sync.intake.open) return sync.intake.reason;
  return matters.missing ? 'no-catalogue' : null;
}

/** Why the matter cannot be begun at this terminal just now. */
export function cannotHere(
  { handleItem }: Matter,
  { matters, closed }: Pick<Surroundings, 'matters' | 'closed'>,
): GuideView['cannotHere'] {
  if (closed !== null) return 'terminal-closed';
  const found = matters.find(handleItem);
  return found ? lackOf(found.availability) : null;
}
