import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSync } from '../../sync/client/sync.ts';
import { suiteNames, type EnvelopeBinding, type SuiteName } from '../../sync/contract/index.ts';
import { suites } from '../../sync/crypto/index.ts';
import { deriveCardKey } from '../../sync/submissions/card-key.ts';
import { encodeForm } from '../../sync/submissions/seal.ts';
import { newPrivateKey, publicHalf } from '../../sync/testing/suite-keys.ts';
import { citizen, promisedMatter } from '../../sync/testing/test-matters.ts';
import type { Result } from '../result.ts';

/**
 * What cryptography costs a submission: a form of 2 KiB with one scan of 300 KB, for the platform and the card, with
 * both suites in turn. And its share of a whole submit, that is with the durable commit.
 */

const ROUNDS = 31;
const WARM_UP = 5;
const FORM_BYTES = 2048;
const SCAN_BYTES = 300_000;
const LARGE_SCAN_BYTES = 2_000_000;

const scan = randomBytes(SCAN_BYTES);
const largeScan = randomBytes(LARGE_SCAN_BYTES);
const form = { name: citizen.name, idNumber: citizen.idNumber, remark: '述'.repeat(FORM_BYTES / 3 - 40) };
const at = (part: EnvelopeBinding['part']): EnvelopeBinding => ({
  idempotencyKey: 'bench',
  ...promisedMatter,
  part,
});

export async function measureSealing(): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const suite of suiteNames) results.push(...(await measureSuite(suite)));
  return results;
}

async function measureSuite(suite: SuiteName): Promise<readonly Result[]> {
  const [encryption, receipt] = [await newPrivateKey(suite), await newPrivateKey(suite)];
  const seal = await suites[suite].sealer(publicHalf(encryption));
  const open = await suites[suite].opener(encryption);
  const card = await deriveCardKey(citizen, randomBytes(32));
  const plaintext = encodeForm({ form, language: 'zh-CN' });
  const sealBoth = () =>
    Promise.all([seal(plaintext, at('form'), card), seal(scan, at('material:CARD-01'), card)] as const);

  const [sealedForm, sealedScan] = await sealBoth();
  const openMs = await medianMs(async () => {
    const [one, two] = await Promise.all([
      open(sealedForm.envelope, at('form')),
      open(sealedScan.envelope, at('material:CARD-01')),
    ]);
    if (one?.length !== plaintext.length || two?.length !== scan.length) throw new Error('it did not open');
  });
  const formMs = await medianMs(() => seal(plaintext, at('form'), card));
  const blockedMs = await longestBlockMs(() => seal(largeScan, at('material:CARD-01'), card));

  const sign = await suites[suite].receiptSigner(receipt);
  const verify = await suites[suite].receiptVerifier(publicHalf(receipt));
  const text = await sign(Buffer.from('{"receipt":"of a usual length"}'.repeat(8)));
  const verifyMs = await medianMs(() => verify(text));

  const folder = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
  const sync = await openSync({
    dataFolder: folder,
    terminal: { terminalId: 'BENCH-01', siteCode: '310199001' },
    // Nobody listens there: a submit is what happens before anything is sent.
    platform: {
      url: 'http://127.0.0.1:9',
      encryptionKey: publicHalf(encryption),
      receiptKey: publicHalf(receipt),
    },
    log: () => undefined,
  });
  const submit = () =>
    sync.submit({
      ...{ idempotencyKey: randomUUID(), matter: promisedMatter, form, language: 'zh-CN', card },
      ...{ capturedAt: new Date() },
      materials: [{ code: 'CARD-01', stuffType: 0, mediaType: 'image/png', bytes: scan }],
    });
  const [sealMs, submitMs] = (await mediansMs([sealBoth, submit])) as [number, number];
  await sync.close();
  rmSync(folder, { recursive: true, force: true });

  const quick = suite === 'jose';
  return [
    { name: `seal-${suite}`, value: sealMs, unit: 'ms', goal: quick ? 20 : 100, better: 'lower' },
    { name: `unseal-${suite}`, value: openMs, unit: 'ms', goal: quick ? 20 : 100, better: 'lower' },
    { name: `seal-form-alone-${suite}`, value: formMs, unit: 'ms', goal: 10, better: 'lower' },
    { name: `verify-receipt-${suite}`, value: verifyMs, unit: 'ms', goal: 10, better: 'lower' },
    { name: `event-loop-held-up-by-2-mb-${suite}`, value: blockedMs, unit: 'ms', goal: 20, better: 'lower' },
    {
      name: `seal-share-of-submit-${suite}`,
      value: sealMs / submitMs,
      unit: 'ratio',
      goal: 0.9,
      better: 'lower',
    },
  ];
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  return (await mediansMs([work]))[0] as number;
}

/** Each piece of work in turn, so that a busy moment of the machine falls on all of them. */
async function mediansMs(works: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const times = works.map((): number[] => []);
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [index, work] of works.entries()) {
      const begin = performance.now();
      await work();
      if (round >= 0) times[index]?.push(performance.now() - begin);
    }
  }
  return times.map((each) => each.sort((a, b) => a - b)[ROUNDS >> 1] as number);
}

/** The longest that the event loop was held up in a few rounds. */
async function longestBlockMs(work: () => Promise<unknown>): Promise<number> {
  await work();
  const resolution = 1;
  const delay = monitorEventLoopDelay({ resolution });
  const longest: number[] = [];
  for (let round = 0; round < 5; round++) {
    delay.reset();
    delay.enable();
    await work();
    // One more turn, so that the last piece of the work is seen.
    await new Promise((resolve) => setTimeout(resolve, 2 * resolution));
    delay.disable();
    longest.push(delay.max / 1e6 - resolution);
  }
  return longest.sort((a, b) => a - b)[2] as number;
}
