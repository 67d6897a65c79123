/** Pictures of the screens in every mode, and a page on which whoever looks has them side by side. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { LANDSCAPE, PORTRAIT, showIn } from './gallery-page.ts';

const shapes = { portrait: PORTRAIT, landscape: LANDSCAPE } as const;
const languages = ['zh', 'en'] as const;
/** What is set in the display overlay; reach mode where the panel's height gives it a use in both shapes. */
const displays = {
  normal: '',
  care: '&care=1',
  largest: '&care=2',
  contrast: '&contrast=1',
  reach: '&reach=1',
} as const;
/** A landscape panel at the usual height hangs too high for reach mode. */
const HUNG_MM = { portrait: 1300, landscape: 1200 } as const;

interface Mode {
  readonly name: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly hash: string;
}

export const modes: readonly Mode[] = Object.entries(shapes).flatMap(([shape, viewport]) =>
  Object.entries(displays).flatMap(([display, set]) =>
    languages.map((language) => ({
      name: `${display}-${shape}-${language}`,
      viewport,
      hash: `${set}&lang=${language}&hung=${HUNG_MM[shape as keyof typeof HUNG_MM]}`,
    })),
  ),
);

/**
 * Takes a picture of each situation in each mode, in a folder a mode, and writes `index.html` beside the folders.
 * @param situations hashes of the gallery's page, as in situations.ts
 * @returns how many pictures there are
 */
export async function takePictures(
  page: Page,
  folder: string,
  situations: readonly string[],
): Promise<number> {
  for (const { name, viewport, hash } of modes) {
    await mkdir(path.join(folder, name), { recursive: true });
    await page.setViewportSize(viewport);
    for (const situation of situations) {
      await showIn(page, `${situation}${hash}`);
      await page.screenshot({ path: path.join(folder, name, fileOf(situation)) });
    }
  }
  await writeFile(path.join(folder, 'index.html'), indexOf(situations));
  return modes.length * situations.length;
}

/** `view=choose-3&idle=25` is the picture `choose-3 idle=25.png`. */
function fileOf(situation: string): string {
  return `${situation.replace('view=', '').replaceAll('&', ' ')}.png`;
}

/** A row for each situation and a column for each mode; the browser loads what is scrolled to. */
function indexOf(situations: readonly string[]): string {
  const heads = modes.map(({ name }) => `<th>${name}</th>`).join('');
  const rows = situations.map((situation) => {
    const cells = modes.map(({ name, viewport }) => {
      const address = `${name}/${encodeURIComponent(fileOf(situation))}`;
      return `<td><a href="${address}"><img src="${address}" alt="" loading="lazy" width="${viewport.width / 4}" height="${viewport.height / 4}"></a></td>`;
    });
    return `<tr><th>${situation.replace('view=', '').replaceAll('&', '<br>')}</th>${cells.join('')}</tr>`;
  });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Every screen in every mode</title>
<style>
body { margin: 0; font: 14px sans-serif; background: #ddd }
th { position: sticky; background: #ddd; padding: 8px }
thead th { top: 0; z-index: 1 }
tbody th { left: 0; max-width: 160px; overflow-wrap: anywhere; text-align: left }
img { display: block }
</style>
<table><thead><tr><th></th>${heads}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></html>
`;
}
