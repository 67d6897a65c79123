import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT, electronPath, nodePath } from '../setup/setup.mjs';
import { ARCHITECTURES, elfMachine, type Architecture } from './architecture.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { licenceTexts } from './licence-texts.ts';
import { drawPleaseWait } from './please-wait.ts';
import { layProgram } from './program.ts';
import { layRelease, writeFacts } from './release.ts';

/**
 * `node deb.ts FOLDER ARCHITECTURE COMPRESSION [test]`: the Debian package in the folder, of the unpacked application that
 * electron-builder left there, Node, the bundles of core and what they need besides, and terminal/debian. Beside it, in `release`, the release of
 * the same tree for terminals that are installed already.
 */
const DEBIAN = join(ROOT, 'terminal/debian');
const OPT = 'opt/tongban';
const DOC = 'usr/share/doc/tongban-terminal';

/** What programs of the package call. Names after a bar are those of Debian 13 and later. */
const DEPENDS = [
  // The screens.
  ...[
    'libgtk-3-0 | libgtk-3-0t64',
    'libnss3',
    'libasound2 | libasound2t64',
    'libgbm1',
    'libxss1',
    'libxtst6',
  ],
  ...['fonts-noto-cjk', 'fonts-hanazono'],
  // The session that they stand in.
  ...['xserver-xorg-core', 'xserver-xorg-input-libinput', 'xauth', 'xwallpaper'],
  // Users, units and devices.
  ...['systemd', 'init-system-helpers (>= 1.54)', 'udev', 'util-linux'],
  // Devices, voice and handwriting, each a program of its own.
  ...['pcscd', 'libccid', 'libpcsclite1', 'sane-utils', 'espeak-ng'],
  ...['zinnia-utils', 'tegaki-zinnia-simplified-chinese'],
];

/** Where each file of terminal/debian goes, and with which mode. */
const FILES: readonly (readonly [file: string, target: string, mode: number])[] = [
  ['tongban-core.service', 'usr/lib/systemd/system/tongban-core.service', 0o644],
  ['tongban-display.service', 'usr/lib/systemd/system/tongban-display.service', 0o644],
  ['tongban-kiosk.service', 'usr/lib/systemd/system/tongban-kiosk.service', 0o644],
  ['tongban-update.service', 'usr/lib/systemd/system/tongban-update.service', 0o644],
  ['tongban-update.path', 'usr/lib/systemd/system/tongban-update.path', 0o644],
  ['tongban-trial.service', 'usr/lib/systemd/system/tongban-trial.service', 0o644],
  ['tongban-trial.timer', 'usr/lib/systemd/system/tongban-trial.timer', 0o644],
  ['begin-version', 'usr/lib/tongban/begin-version', 0o755],
  ['tongban', 'usr/bin/tongban', 0o755],
  ['sysusers.conf', 'usr/lib/sysusers.d/tongban.conf', 0o644],
  ['tmpfiles.conf', 'usr/lib/tmpfiles.d/tongban.conf', 0o644],
  ['udev.rules', 'usr/lib/udev/rules.d/60-tongban.rules', 0o644],
  ['polkit.rules', 'usr/share/polkit-1/rules.d/60-tongban.rules', 0o644],
  ['sysctl.conf', 'usr/lib/sysctl.d/60-tongban.conf', 0o644],
  ['modprobe.conf', 'usr/lib/modprobe.d/60-tongban.conf', 0o644],
  ['logind.conf', 'usr/lib/systemd/logind.conf.d/60-tongban.conf', 0o644],
  ['xorg.conf', 'usr/share/X11/xorg.conf.d/60-tongban.conf', 0o644],
  ['display-defaults', 'etc/default/tongban-display', 0o644],
  ['terminal.example.json', `${DOC}/terminal.example.json`, 0o644],
  ['city.example.json', `${DOC}/city.example.json`, 0o644],
  ['copyright', `${DOC}/copyright`, 0o644],
];

const [out, architecture, compression, test] = process.argv.slice(2) as [
  string,
  Architecture,
  string,
  'test'?,
];
const unpacked = join(out, 'linux-unpacked');
const { version: released } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
// Older than the release of the same number, so that the release takes its place.
const version = test === undefined ? released : `${released}~test`;
const electron = readFileSync(join(dirname(electronPath()), 'version'), 'utf8').trim();
const tree = join(out, 'tree');
rmSync(tree, { recursive: true, force: true });

/** Copies with the same modes everywhere, whatever the checkout's are. */
function lay(from: string, target: string, mode: number): void {
  mkdirSync(dirname(join(tree, target)), { recursive: true });
  cpSync(from, join(tree, target));
  chmodSync(join(tree, target), mode);
}
function write(target: string, content: string | Buffer): void {
  mkdirSync(dirname(join(tree, target)), { recursive: true });
  writeFileSync(join(tree, target), content, { mode: 0o644 });
}

// The program itself, not the link that npm made to it.
const node = realpathSync(process.env['TONGBAN_NODE'] ?? nodePath());
for (const [file, what] of [
  [join(unpacked, 'tongban'), 'Electron (TONGBAN_ELECTRON)'],
  [node, 'Node (TONGBAN_NODE)'],
] as const) {
  if (elfMachine(file) === ARCHITECTURES[architecture]) continue;
  console.error(`✗ This ${what} is not for ${architecture}; name one that is.`);
  process.exit(1);
}

cpSync(unpacked, join(tree, OPT, 'shell'), { recursive: true });
lay(node, `${OPT}/bin/node`, 0o755);
const packages = layProgram(join(tree, OPT, 'program'), architecture);
writeFacts(join(tree, OPT), test === undefined ? released : `${released}-test`, architecture);
for (const [file, target, mode] of FILES) lay(join(DEBIAN, file), target, mode);
write('usr/share/tongban/please-wait.png', await drawPleaseWait());
lay(join(ROOT, 'docs/handbook.zh-CN.md'), `${DOC}/handbook.zh-CN.md`, 0o644);
cpSync(join(ROOT, 'docs/pictures'), join(tree, DOC, 'pictures'), { recursive: true });
write(`${DOC}/changelog.gz`, gzipSync(readFileSync(join(ROOT, 'CHANGELOG.md'))));
write(`${DOC}/licences.gz`, gzipSync(licenceTexts(packages)));
write(`${DOC}/sbom.cdx.json`, billOfMaterials(packages, version, { electron, node: process.versions.node }));
execFileSync('chmod', ['-R', 'go-w,a+rX', tree]);
// Chromium's own helper; where a kernel gives ordinary users no namespaces it is what makes the sandbox.
chmodSync(join(tree, OPT, 'shell/chrome-sandbox'), 0o4755);

layRelease(join(tree, OPT), join(out, 'release'));

const size = execFileSync('du', ['-sk', '--apparent-size', tree], { encoding: 'utf8' }).split('\t')[0] ?? '';
write(
  'DEBIAN/control',
  [
    'Package: tongban-terminal',
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    'Section: misc',
    'Priority: optional',
    'Maintainer: Tongban <terminal@tongban.invalid>',
    `Installed-Size: ${size}`,
    `Depends: ${DEPENDS.join(', ')}`,
    'Recommends: polkitd | policykit-1, xserver-xorg-video-fbdev, alsa-utils, fonts-noto-color-emoji',
    'Description: 通办 self-service terminal of 一网通办',
    ' Turns this machine into a terminal on which citizens do government matters: the screens in a',
    ' session of their own, and the service that drives devices, keeps submissions and sends them.',
    '',
  ].join('\n'),
);
write('DEBIAN/conffiles', '/etc/default/tongban-display\n');
for (const script of ['preinst', 'postinst', 'prerm', 'postrm']) {
  lay(join(DEBIAN, 'scripts', script), `DEBIAN/${script}`, 0o755);
}
chmodSync(join(tree, 'DEBIAN'), 0o755);

const file = join(out, `tongban-terminal_${version}_${architecture}.deb`);
execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', tree, file], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
rmSync(tree, { recursive: true });
const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
console.log(
  `✓ ${file} (${mebibytes(readFileSync(file).length)}, ${mebibytes(Number(size) * 1024)} installed)`,
);
