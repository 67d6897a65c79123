import {
  USUAL_DISPLAY,
  type Display,
  type KioskView,
  type Language,
  type MethodName,
  type SessionView,
  type TongbanApi,
} from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import { frameTitle, framesOf } from './frames.ts';

/**
 * The terminal's own screens in a frame of the centre's console: shows what a matter document looks like before it is
 * published. The page around it sends {@link PreviewOrder}; the preview answers with the list of its screens.
 */
export interface PreviewOrder {
  readonly tongbanPreview: 'show';
  readonly matter: Matter;
  readonly language: Language;
  readonly display: Display;
  /** Place in the list of screens. */
  readonly at: number;
}
export interface PreviewAnswer {
  readonly tongbanPreview: 'shown';
  readonly titles: readonly { readonly zh: string; readonly en?: string | undefined }[];
  readonly at: number;
}

/** Calls that change nothing on the way through the matter. */
const STAYS: ReadonlySet<MethodName> = new Set<MethodName>([
  ...(['view.get', 'session.touch', 'session.check', 'session.reveal', 'session.page'] as const),
  ...([
    'session.openCamera',
    'session.closeCamera',
    'session.scan',
    'session.stopScan',
    'session.cannotWrite',
  ] as const),
]);

let frames: SessionView[] = [];
let at = 0;
let language: Language = 'zh-CN';
let display = USUAL_DISPLAY;
let revision = 0;
const listeners = new Set<(view: KioskView) => void>();

function viewNow(): KioskView {
  revision += 1;
  return {
    ...{ revision, language, display, network: 'online', heldCount: 0, idleSecondsLeft: null },
    ...{ notice: null, hotline: false, practice: false },
    speech: { available: false, on: false, volume: 3, onlyHeadset: false },
    handwriting: false,
    site: {
      name: { zh: '预览', en: 'Preview' },
      terminalId: 'PREVIEW',
      diagonalInches: 21.5,
      panel: { centreMm: 1300, reachMm: 1220 },
      staff: { zh: '服务台', en: 'the counter' },
      hours: { zh: '周一至周五 8:30–16:30', en: 'Mon–Fri 8:30–16:30' },
      opening: null,
      announcements: [],
    },
    devices: [],
    session: frames[at] ?? { screen: 'attract', matterCount: 1, closed: null },
  };
}

function show(): void {
  const view = viewNow();
  for (const listener of listeners) listener(view);
  const answer: PreviewAnswer = { tongbanPreview: 'shown', titles: frames.map(frameTitle), at };
  window.parent.postMessage(answer, location.origin);
}

function walk(method: MethodName, params: unknown): void {
  if (method === 'session.setLanguage') language = (params as { language: Language }).language;
  else if (method === 'session.setDisplay') display = params as Display;
  else if (method === 'session.finish') at = 0;
  else if (!STAYS.has(method)) {
    const step = method === 'session.back' ? -1 : 1;
    at = Math.min(Math.max(at + step, 0), Math.max(frames.length - 1, 0));
  }
  if (!STAYS.has(method)) show();
}

function answerOf(method: MethodName): unknown {
  if (method === 'view.get') return viewNow();
  if (method === 'session.check' || method === 'session.answer' || method === 'session.sign')
    return { ok: true };
  if (method === 'session.reveal') return { text: '预览' };
  return null;
}

const api: TongbanApi = {
  call(method, params) {
    walk(method, params);
    return Promise.resolve(answerOf(method) as never);
  },
  onView(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  onCoreAway: () => () => undefined,
};

addEventListener('message', ({ data, origin, source }: MessageEvent<PreviewOrder>) => {
  if (origin !== location.origin || source !== window.parent || data?.tongbanPreview !== 'show') return;
  frames = framesOf(data.matter);
  ({ language, display } = data);
  at = Math.min(Math.max(data.at, 0), frames.length - 1);
  show();
});

Object.assign(window, { tongban: api });
await import('../ui/src/main.ts');
show();
