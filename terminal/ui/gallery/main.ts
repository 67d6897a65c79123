import { flushSync } from 'svelte';
import {
  textSizes,
  type FieldCheck,
  type KioskView,
  type Language,
  type MethodName,
  type Notice,
  type SignatureCheck,
  type TongbanApi,
} from '@tongban/contract';
import { LIKE_TEN, writeTen } from './finger.ts';
import { paperPicture } from './paper.ts';
import { brokenDevices, devices, site, sites } from './surroundings.ts';
import { views, type ViewName } from './views.ts';

/**
 * Stands in for the shell: draws any fixture view, named by the address' hash
 * (`#view=question-digits&lang=en&care=1&idle=20&notice=code-not-here&devices=broken&told=closed&contrast=1&practice=1&reach=1&hung=1200&typing=written`), and records the calls that the screens make.
 */
let revision = 0;
let shown = location.hash.slice(1);
const listeners = new Set<(view: KioskView) => void>();
const awayListeners = new Set<(away: boolean) => void>();
const calls: { method: MethodName; params: unknown }[] = [];
/** Tests look at the calls and put their own answers to `view.get`, `session.check` and `session.sign` here, and what
 * writing is taken for. */
const gallery = {
  calls,
  /** No call is answered before this is. */
  ready: Promise.resolve() as Promise<unknown>,
  get shown() {
    return shown;
  },
  show,
  stands,
  push,
  setAway,
  view: viewOfHash,
  check: answerCheck,
  sign: { ok: true } as SignatureCheck,
  likeTen: LIKE_TEN,
  recognise: (): Promise<{ candidates: readonly string[] } | null> =>
    Promise.resolve({ candidates: LIKE_TEN }),
};
declare global {
  interface Window {
    gallery: typeof gallery;
  }
}

function viewOfHash(): KioskView {
  const query = new URLSearchParams(shown);
  const name = (query.get('view') ?? 'attract') as ViewName;
  const language: Language = query.get('lang') === 'en' ? 'en' : 'zh-CN';
  const idle = query.get('idle');
  const panel = { centreMm: Number(query.get('hung') ?? 1300), reachMm: 1220 };
  // What is seen in practice alone is never seen without its band.
  const practice = query.get('practice') === '1' || name.startsWith('practice-');
  revision += 1;
  return {
    revision,
    language,
    display: {
      text: textSizes[Number(query.get('care') ?? 0)] ?? 'normal',
      contrast: query.get('contrast') === '1' ? 'high' : 'normal',
      reach: query.get('reach') === '1',
    },
    speech: {
      available: query.get('speech') !== 'none',
      on: query.get('speech') === 'on',
      volume: 3,
      onlyHeadset: query.get('headset') === '1',
    },
    site: { ...(sites[query.get('told') ?? ''] ?? site), panel },
    network: query.get('network') === 'offline' ? 'offline' : 'online',
    handwriting: query.get('handwriting') !== 'none',
    heldCount: query.get('network') === 'offline' ? 2 : 0,
    idleSecondsLeft: idle === null ? null : Number(idle),
    devices: query.get('devices') === 'broken' ? brokenDevices : devices,
    notice: query.get('notice') as Notice | null,
    hotline:
      !practice && !['attract', 'submitting', 'take-card', 'end', 'hotline'].includes(views[name].screen),
    practice,
    session: views[name],
  };
}

/** Draws another view, at once. Tests call it: each change of the address costs as much as drawing. */
function show(hash: string): void {
  shown = hash;
  // Another view of the same screen begins empty-handed too: what the former held is not part of it.
  push({ session: views.end });
  flushSync();
  push();
  flushSync();
  type(new URLSearchParams(hash).get('typing'));
}

/** Waits until nothing of what is shown is still to come, and it has been drawn. */
async function stands(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  while (document.querySelector('[aria-busy="true"]')) await frame();
  await frame();
  await frame();
}

/** What a finger does at the keyboard before the picture is taken: the square to write in, ink in it, or no character found. */
function type(what: string | null): void {
  if (what === null) return;
  const press = (key: string): void => {
    document.querySelector<HTMLElement>(`[data-key="${key}"]`)?.click();
    flushSync();
  };
  press('pinyin');
  press('writing');
  if (what === 'missing') press('missing');
  if (what === 'written') {
    writeTen();
    flushSync();
  }
}

/** Shows a view as core would push it; the revision may be an old one. */
function push(change: Partial<KioskView> = {}): void {
  const view = { ...viewOfHash(), ...change };
  for (const listener of listeners) listener(view);
}

function setAway(away: boolean): void {
  for (const listener of awayListeners) listener(away);
}

function answerCheck(value: unknown): Promise<FieldCheck> {
  if (value === null || value === false)
    return Promise.resolve({ ok: false, problem: 'missing', count: null });
  const session = viewOfHash().session;
  const kind = session.screen === 'question' ? session.field.kind : 'digits';
  const isNumber = kind === 'credit-code' || (typeof value === 'string' && /^\d+X?$/.test(value));
  if (typeof value !== 'string' || !isNumber) return Promise.resolve({ ok: true });
  const wanted = kind === 'phone' ? 11 : kind === 'id-number' || kind === 'credit-code' ? 18 : 16;
  if (value.length < wanted) {
    return Promise.resolve({ ok: false, problem: 'missing', count: wanted - value.length });
  }
  if (value.endsWith('0')) return Promise.resolve({ ok: false, problem: 'wrong', words: null });
  return Promise.resolve({ ok: true });
}

function reply(method: MethodName, params: { value?: unknown; page?: string }): unknown {
  if (method === 'view.get') return gallery.view();
  if (method === 'session.check') return gallery.check(params.value);
  if (method === 'session.answer') return { ok: true };
  if (method === 'handwriting.recognise') return gallery.recognise();
  if (method === 'session.reveal') return { text: '6222 0210 0111 6245 678' };
  if (method === 'session.sign') return gallery.sign;
  if (method === 'session.page') return { dataUrl: paperPicture(params.page ?? '') };
  return null;
}

const api: TongbanApi = {
  call(method, params) {
    calls.push({ method, params });
    const answer = gallery.ready.then(() => reply(method, params as { value?: unknown; page?: string }));
    return answer as never;
  },
  onCoreAway(listener) {
    awayListeners.add(listener);
    return () => awayListeners.delete(listener);
  },
  onView(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

Object.assign(window, { tongban: api, gallery });
addEventListener('hashchange', () => show(location.hash.slice(1)));
await import('../src/main.ts');
