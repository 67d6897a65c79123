/**
 * What the stand-in Electron starts: `electron [-r FILE]… [switches] APP [arguments]` loads FILE, then APP, a folder
 * with a package.json, as the ordinary `electron` command does.
 */
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const args = process.argv.slice(1);
let folder;
for (let i = 0; i < args.length && folder === undefined; i += 1) {
  if (args[i] === '-r' || args[i] === '--require') {
    i += 1;
    require(path.resolve(args[i]));
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
  require(path.join(folder, main));
}
