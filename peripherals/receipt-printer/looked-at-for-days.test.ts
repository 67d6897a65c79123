import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { ByteTransport } from '../transport/index.ts';
import { DEFAULT_DELAYS, PrinterConnection } from './driver.ts';
import { RASTER_80MM } from './profiles.ts';

/** DLE EOT, with the number of the question behind it. */
const DLE_EOT = [0x10, 0x04] as const;
/** Answers to DLE EOT 1 to 4 of a printer without any trouble. */
const WELL = 0x12;
/** Each is four questions; in a day there are 43,200 looks. */
const LOOKS = 1500;
/** A tenth of what it was when the connection kept each question for as long as it lasted: 2 MB. */
const LIMIT_BYTES = 200_000;

/** A printer that answers at once. */
function answeringTransport(): ByteTransport {
  let tell: (chunk: Uint8Array) => void = () => undefined;
  return {
    open: () => Promise.resolve({ ok: true }),
    write(bytes) {
      if (DLE_EOT.every((byte, at) => bytes[at] === byte)) tell(Uint8Array.of(WELL));
      return Promise.resolve({ ok: true });
    },
    onData(listener) {
      tell = listener;
      return () => undefined;
    },
    onClosed: () => () => undefined,
    close: () => Promise.resolve(),
  };
}

it('a printer that is looked at day and night over one connection takes no more memory', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const delays = { ...DEFAULT_DELAYS, statusTimeoutMs: 20 };
  const connection = new PrinterConnection(answeringTransport(), RASTER_80MM, delays, () => undefined);
  expect(await connection.open()).toBe(true);
  const look = async (): Promise<number> => {
    for (let count = 0; count < LOOKS; count++) expect(await connection.queryStatus()).toBe('ready');
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  await look();
  const before = await look();
  expect((await look()) - before).toBeLessThan(LIMIT_BYTES);
  await connection.close();
});
