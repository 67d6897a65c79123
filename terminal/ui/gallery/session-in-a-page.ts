import type { KioskView, MethodName, TongbanApi } from '@tongban/contract';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { TerminalConfig } from '../../core/config.ts';
import { citizenCalls, type CitizenMethod } from '../../core/rpc/citizen-calls.ts';
import { openSpeech } from '../../core/speech.ts';
import { sessionAtWork, type SessionAtWork } from '../../core/testing/session-at-work.ts';
import { ESPEAK } from '../../speech/index.ts';
import { openBuilt, type GalleryPage } from './gallery-page.ts';

declare global {
  interface Window {
    callSession(method: string, params: unknown): Promise<unknown>;
    showView(view: KioskView): void;
  }
}

export interface SessionInAPage extends AsyncDisposable {
  readonly page: Page;
  readonly errors: readonly string[];
  readonly work: SessionAtWork;
  /** What was said since it was last emptied, at the call. */
  readonly said: string[];
}

/** The real screens before a real session that speaks; devices, platform and shell are stand-ins. */
export async function openSession(
  headset: 'always' | 'never',
  site: Partial<TerminalConfig['site']> = {},
): Promise<SessionInAPage> {
  const { speech, close } = openSpeech(ESPEAK, () => undefined, Promise.resolve());
  const work = sessionAtWork({ speech, headset, site, session: { endMs: 3000 } });
  const said: string[] = [];
  const prepare = async (page: Page): Promise<void> => {
    await page.exposeFunction('callSession', (method: MethodName, params: { text?: string }) => {
      if (method === 'speech.say') said.push(params.text ?? '');
      return (
        (citizenCalls(work.session)[method as CitizenMethod] as (params: unknown) => unknown)(params) ?? null
      );
    });
    await page.addInitScript(() => {
      const listeners = new Set<(view: KioskView) => void>();
      window.showView = (view) => listeners.forEach((listener) => listener(view));
      const tongban: TongbanApi = {
        call: (method, params) => window.callSession(method, params) as never,
        onView(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        onCoreAway: () => () => undefined,
      };
      Object.assign(window, { tongban });
    });
  };
  const opened: GalleryPage = await openBuilt(join(import.meta.dirname, '..'), prepare);
  const { page, errors } = opened;
  work.inUse.onView((view) => {
    page
      .evaluate((next) => window.showView(next), view)
      .catch((error: unknown) => {
        // A view may still be on its way when the test ends; with the page there it is a failure like any of the page's.
        if (!page.isClosed()) errors.push(String(error));
      });
  });
  return {
    ...{ page, errors, work, said },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      work.stop();
      close();
    },
  };
}
