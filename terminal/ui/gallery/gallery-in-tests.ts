import { AxeBuilder } from '@axe-core/playwright';
import type { MethodName, MethodParams } from '@tongban/contract';
import type { Locator, Page } from 'playwright';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { openGallery, showIn, type GalleryPage } from './gallery-page.ts';
import { LIMITS, measureViews } from './measure.ts';

const OPEN_TIMEOUT_MS = 120_000;
const PICTURES = join(import.meta.dirname, '../../../out/screens');

/** A browser on a busy machine may be slow; a condition that holds is seen at once. */
export const PATIENCE_MS = 20_000;

/** Waits until what is looked at is as expected. */
export const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: PATIENCE_MS });

export interface GalleryInTests {
  readonly page: Page;
  /** Errors of the console, of scripts and of the policy so far. */
  readonly errors: readonly string[];
  /** Draws a view, named as in the page's address; what was called before is forgotten. */
  show(hash: string): Promise<void>;
  /** The same, with nothing left of what was shown or typed before. */
  showAnew(hash: string): Promise<void>;
  /** Parameters of the calls of a method since the view was drawn. */
  called<M extends MethodName>(method: M): Promise<MethodParams<M>[]>;
  action(name: string): Locator;
  key(name: string): Locator;
  typedLine(): Promise<string | null>;
  /** What is wrong with the layout of views, one sentence a fault. */
  misfits(...hashes: string[]): Promise<string[]>;
  /** What axe finds in what is shown, one sentence a rule. */
  axeFaults(): Promise<string[]>;
  /** For whoever looks: a screenshot in out/screens. */
  picture(name: string): Promise<void>;
}

/** The gallery that the tests of a file share: opened before the first, closed after the last. */
export function galleryInTests(): GalleryInTests {
  let opened: GalleryPage | undefined;
  beforeAll(async () => {
    opened = await openGallery();
  }, OPEN_TIMEOUT_MS);
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
  });

  const gallery = (): GalleryPage => {
    if (!opened) throw new Error('the gallery opens with the first test');
    return opened;
  };
  const show = (hash: string): Promise<void> => showIn(gallery().page, hash);
  return {
    get page() {
      return gallery().page;
    },
    get errors() {
      return gallery().errors;
    },
    show,
    async showAnew(hash) {
      await show('view=guide');
      await show(hash);
    },
    called: <M extends MethodName>(method: M) =>
      gallery().page.evaluate(
        (wanted) => window.gallery.calls.filter((call) => call.method === wanted).map((call) => call.params),
        method,
      ) as Promise<MethodParams<M>[]>,
    action: (name) => gallery().page.locator(`[data-action="${name}"]`).first(),
    key: (name) => gallery().page.locator(`[data-key="${name}"]`),
    typedLine: () => gallery().page.locator('[data-typed]').textContent(),
    misfits: (...hashes) => gallery().page.evaluate(measureViews, { hashes, limits: LIMITS }),
    async axeFaults() {
      const { violations } = await new AxeBuilder({ page: gallery().page }).setLegacyMode().analyze();
      return violations.map(
        ({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      );
    },
    async picture(name) {
      await gallery().page.screenshot({ path: join(PICTURES, `${name}.png`) });
    },
  };
}
