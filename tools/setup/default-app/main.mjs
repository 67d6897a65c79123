/**
 * What the stand-in Electron starts: `electron [-r FILE]… [switches] APP [arguments]` loads FILE, then APP, a folder
 * with a package.json, as the ordinary `electron` command does.
 */
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const load = createRequire(import.meta.url);
const args = process.argv.slice(1);
let folder;
for (let i = 0; i < args.length && folder === undefined; i += 1) {
  if (args[i] === '-r' || args[i] === '--require') {
    i += 1;
    load(path.resolve(args[i]));
  } else if (!args[i].startsWith('-')) {
    folder = path.resolve(args[i]);
  }
}
if (folder === undefined) {
  process.stderr.write('usage: electron [-r FILE] APP_FOLDER [arguments]\n');
  app.exit(2);
} else {
  const { name, version, main } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(name);
  if (version !== undefined) app.setVersion(version);
  app.setAppPath(folder);
  load(path.join(folder, main));
}
