/**
 * Imports point one way (docs/architecture.md): ui → contract ← core → {peripherals, sync, kiosk-config}.
 * What plays a part of the outside world (simulators, bench, sandbox platform) can be reached from no product code.
 */
const product = '^(terminal|peripherals|sync|kiosk-config)/';
const test = '\\.test\\.ts$|/testing/|/gallery/|^test/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'ui-knows-only-the-contract',
      comment: 'And how letters become Chinese, which is pure; its build is for the build alone.',
      severity: 'error',
      from: { path: '^terminal/ui/', pathNot: `${test}|/vite\\.config\\.ts$` },
      to: { path: product, pathNot: '^terminal/(ui|contract)/|^terminal/typing/(?!build/)' },
    },
    {
      name: 'typing-stands-alone',
      severity: 'error',
      from: { path: '^terminal/typing/' },
      to: { path: product, pathNot: '^terminal/typing/' },
    },
    {
      name: 'typing-is-pure',
      comment: 'It runs in the page; only its build reads files.',
      severity: 'error',
      from: { path: '^terminal/typing/[^/]+$', pathNot: test },
      to: { path: '^terminal/typing/build/|^(node:)?(fs|path|url|child_process)' },
    },
    {
      name: 'phone-knows-only-what-it-says-to-core',
      comment: 'The page runs on phones of strangers and is served to whoever has the code.',
      severity: 'error',
      from: { path: '^terminal/phone/', pathNot: test },
      to: { path: product, pathNot: '^terminal/phone/|^terminal/contract/phone\\.ts$' },
    },
    {
      name: 'speech-stands-alone',
      severity: 'error',
      from: { path: '^terminal/speech/' },
      to: { path: product, pathNot: '^terminal/speech/' },
    },
    {
      name: 'watchdog-stands-alone',
      severity: 'error',
      from: { path: '^terminal/watchdog/' },
      to: { path: product, pathNot: '^terminal/watchdog/' },
    },
    {
      name: 'update-knows-only-releases',
      comment: 'It decides which version runs, and always runs itself from the package.',
      severity: 'error',
      from: { path: '^terminal/update/', pathNot: test },
      to: { path: product, pathNot: '^terminal/update/|^kiosk-config/(releases|published)/' },
    },
    {
      name: 'handwriting-stands-alone',
      severity: 'error',
      from: { path: '^terminal/handwriting/' },
      to: { path: product, pathNot: '^terminal/handwriting/' },
    },
    {
      name: 'shell-knows-only-the-contract',
      comment: 'And the pure reader of scanners that type: only the shell sees a key before the page does.',
      severity: 'error',
      from: { path: '^terminal/shell/', pathNot: test },
      to: {
        path: product,
        pathNot: '^terminal/(shell|contract|watchdog)/|^peripherals/code-scanner/wedge/',
      },
    },
    {
      name: 'contract-knows-nobody',
      severity: 'error',
      from: { path: '^terminal/contract/' },
      to: { path: product, pathNot: '^terminal/contract/' },
    },
    {
      name: 'peripherals-stand-alone',
      severity: 'error',
      from: { path: '^peripherals/' },
      to: { path: product, pathNot: '^peripherals/' },
    },
    {
      name: 'sync-knows-only-the-catalogue',
      severity: 'error',
      from: { path: '^sync/' },
      to: { path: product, pathNot: '^(sync/|kiosk-config/(catalogue|published|working-days)/)' },
    },
    {
      name: 'kiosk-config-stands-alone',
      severity: 'error',
      from: { path: '^kiosk-config/' },
      to: { path: product, pathNot: '^kiosk-config/' },
    },
    {
      name: 'product-reaches-no-simulator',
      comment:
        'From the two programs that are packaged, core and shell, no path leads to a part that plays the world.',
      severity: 'error',
      from: { path: '^terminal/(core|shell|update)/main\\.ts$|^peripherals/manager/device-host\\.ts$' },
      to: {
        path: '/(simulator|simulator-support|recording|bench|sandbox|testing|gallery)/|^(test|tools)/',
        reachable: true,
      },
    },
    {
      name: 'native-code-in-core-alone',
      severity: 'error',
      from: { path: '^terminal/(shell|ui|contract)/', pathNot: test },
      to: { path: 'node_modules/(better-sqlite3|serialport|@serialport|node-hid|koffi|@napi-rs)' },
    },
    {
      name: 'bytes-apart-from-devices',
      comment: 'Protocol folders are pure: no transport, no clock, no file.',
      severity: 'error',
      from: { path: '^peripherals/[^/]+/protocol/', pathNot: test },
      to: { path: '^peripherals/transport/|^(node:)?(fs|net|child_process|timers)' },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(electron|virtual:)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'svelte'],
    },
  },
};
