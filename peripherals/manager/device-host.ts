/**
 * The process of one device, or of a look at what is plugged in: a module that is forked, never imported. Holds the driver
 * and its native code; what goes wrong here ends this process and nothing else. Speaks messages.ts with its owner and lives
 * no longer than it.
 */
import { familyOf, isFamilyName } from './families/index.ts';
import type { Calls } from './family.ts';
import type { FromHost, ToHost } from './messages.ts';

/** EX_SOFTWARE */
const EXIT_SOFTWARE = 70;

/** What was printed, scanned or read is a citizen's: as garbage it would lie here until V8 runs short of room. */
const COLLECT_AFTER_MS = 1000;
let collecting: NodeJS.Timeout | undefined;
function collectSoon(): void {
  clearTimeout(collecting);
  // Node offers it when it is told so (`--expose-gc`, in the unit of core).
  collecting = setTimeout(() => globalThis.gc?.(), COLLECT_AFTER_MS);
}

function say(message: FromHost): void {
  if (message.type === 'answer' || message.type === 'event' || message.type === 'ready') collectSoon();
  // Without a pipe the owner is gone, and `disconnect` ends this process.
  if (process.connected) process.send?.(message);
}

/** Name and place of an error; its message may quote what was printed or read. */
function crash(error: unknown): void {
  const known = error instanceof Error ? error : new Error('not an error');
  const at = known.stack?.match(/^ +at .*$/m)?.[0].trim() ?? '';
  if (!process.connected || !process.send) process.exit(EXIT_SOFTWARE);
  const message: FromHost = { type: 'crashed', error: known.name, at };
  process.send(message, () => process.exit(EXIT_SOFTWARE));
}

/** Nothing to close until the device is made. */
let close = (): Promise<void> => Promise.resolve();

process.on('uncaughtException', crash);
// The owner alone decides when it ends: a Ctrl-C or a stop of the service reaches the whole group, also in mid-print.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));

async function start({ family, settings, beatMs }: Extract<ToHost, { type: 'start' }>): Promise<void> {
  if (!isFamilyName(family)) throw new Error('no such family');
  const { create, serve } = familyOf(family);
  const device = await create(settings);
  const calls = serve(device, (name, value) => say({ type: 'event', name, value }));
  device.onStatus((status) => say({ type: 'status', status }));
  device.onBroken?.((what) => say({ type: 'broken', what }));
  process.on('message', (message: ToHost) => {
    if (message.type === 'call') void answer(calls, message);
  });
  close = () => device.close();
  device.open();
  say({ type: 'ready' });
  say({ type: 'status', status: device.status });
  setInterval(() => say({ type: 'beat' }), beatMs);
}

async function find({ places }: Extract<ToHost, { type: 'find' }>): Promise<void> {
  const { findDevices } = await import('./finding/find-devices.ts');
  say({ type: 'found', devices: await findDevices(places) });
}

async function answer(
  calls: Calls,
  { id, name, argument }: Extract<ToHost, { type: 'call' }>,
): Promise<void> {
  try {
    const call = calls[name];
    if (call === undefined) throw new Error('no such call');
    say({ type: 'answer', id, value: await call(argument) });
  } catch (error) {
    say({ type: 'threw', id, error: error instanceof Error ? error.name : 'Error' });
  }
}

process.on('message', (message: ToHost) => {
  if (message.type === 'start') start(message).catch(crash);
  if (message.type === 'find') find(message).catch(crash);
  if (message.type === 'close') close().then(() => process.exit(0), crash);
});
