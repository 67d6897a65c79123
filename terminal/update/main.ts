import { readFileSync } from 'node:fs';
import { sourceAt } from '@tongban/kiosk-config/published';
import { z } from 'zod';
import { readRequest, REQUEST_FOLDER } from './request.ts';
import { PROGRAM_FOLDER } from './state.ts';
import { Updater, type ReleaseSource } from './updater.ts';

/**
 * The updater as a process, as its own user: `main.ts begin` before core starts, `main.ts late` when the time of a trial
 * is over, `main.ts follow` when core has asked for something. It always runs from the package's own tree, so that no
 * version decides about itself.
 */

/** Written by whoever sets the terminal up; without it there are no updates. */
const SETTINGS_FILE = '/etc/tongban-update.json';
const settings = z.strictObject({
  /** Folder of the publication, as `https://releases.example/tongban/`. */
  url: z.url({ protocol: /^https?$/ }),
  /** The root file that says whose signatures count. */
  root: z.strictObject({ signed: z.looseObject({}), signatures: z.array(z.looseObject({})) }),
});

function log(event: string, facts: Readonly<Record<string, string | number>>): void {
  // Into the journal; standard output is for who started this.
  console.error(JSON.stringify({ event, ...facts }));
}

function releaseSource(): ReleaseSource {
  const { url, root } = settings.parse(JSON.parse(readFileSync(SETTINGS_FILE, 'utf8')));
  return { root: Buffer.from(JSON.stringify(root)), source: sourceAt(url) };
}

async function follow(updater: Updater): Promise<void> {
  for (let last = ''; ;) {
    const request = readRequest(REQUEST_FOLDER);
    // What core asks while this works is not missed.
    if (!request || JSON.stringify(request) === last) return;
    last = JSON.stringify(request);
    if (request.kind === 'proven') updater.proven(request.version);
    else if (request.kind === 'fetch') await updater.fetch(request.version, releaseSource());
    else updater.switch(request.version, releaseSource());
  }
}

const updater = new Updater({ folder: PROGRAM_FOLDER, log });
const [what] = process.argv.slice(2);
if (what === 'begin') {
  const { changed, trial } = updater.begin();
  console.log([changed ? 'changed' : 'same', trial ? 'trial' : 'proven'].join(' '));
} else if (what === 'late') process.exitCode = updater.late() ? 0 : 1;
else if (what === 'follow') await follow(updater);
else {
  console.error('Usage: node main.ts begin|late|follow');
  process.exitCode = 2;
}
