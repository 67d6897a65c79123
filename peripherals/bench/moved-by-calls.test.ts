import { existsSync } from 'node:fs';
import { loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  eventually,
  move as moveOn,
  printSlip,
  send,
  startBenchUnderTest,
  type BenchUnderTest,
} from './test-support.ts';

let under: BenchUnderTest;
beforeAll(async () => {
  under = await startBenchUnderTest();
});
afterAll(() => under.stop());

const reader = () => under.bench.state().idCardReader;
const printer = () => under.bench.state().receiptPrinter;

const move = (device: string, body: unknown) => moveOn(under.bench, device, body);

describe('the ID card reader', () => {
  test('a card is put, exchanged and taken', async () => {
    const [first, second] = reader().citizens;
    await move('id-card-reader', { verb: 'place-card', citizen: first?.id });
    expect(reader().card).toBe(first?.id);
    await move('id-card-reader', { verb: 'place-card', citizen: second?.id });
    expect(reader().card).toBe(second?.id);
    await move('id-card-reader', { verb: 'remove-card' });
    expect(reader().card).toBeNull();
  });

  test('the card of a passer-by is put there, and shown for as long as it lies there', async () => {
    const known = reader().citizens.length;
    await move('id-card-reader', { verb: 'place-passer-by', number: 4711 });
    expect(reader().citizens.at(-1)).toMatchObject({ id: reader().card, name: '路测四七一一' });
    await move('id-card-reader', { verb: 'remove-card' });
    expect(reader().citizens).toHaveLength(known);
  });

  test('pulled out it has no port, plugged in it has one again', async () => {
    expect(existsSync(under.link)).toBe(true);
    await move('id-card-reader', { verb: 'unplug' });
    expect(reader().plugged).toBe(false);
    await eventually(() => existsSync(under.link)).toBe(false);
    await move('id-card-reader', { verb: 'plug-in' });
    expect(reader().plugged).toBe(true);
    await eventually(() => existsSync(under.link)).toBe(true);
  });

  test('faults are armed and cancelled, and every kind has a name', async () => {
    for (const { kind, name } of reader().faults.kinds) {
      expect(name.zh).toMatch(/\p{Script=Han}/u);
      await move('id-card-reader', { verb: 'fail-next', kind });
    }
    expect(reader().faults.armed).toEqual(reader().faults.kinds.map(({ kind }) => kind));
    await move('id-card-reader', { verb: 'clear-faults' });
    expect(reader().faults.armed).toEqual([]);
  });
});

describe('the receipt printer', () => {
  beforeEach(() => move('receipt-printer', { verb: 'load-paper' }));

  test.each([
    ['run-out-of-paper', 'load-paper', { paper: 'out' }, { paper: 'enough' }],
    ['low-paper', 'load-paper', { paper: 'low' }, { paper: 'enough' }],
    ['open-cover', 'close-cover', { coverOpen: true }, { coverOpen: false }],
    ['jam-cutter', 'free-cutter', { cutterJammed: true }, { cutterJammed: false }],
    ['unplug', 'plug-in', { plugged: false }, { plugged: true }],
  ])('%s, then %s', async (verb, back, during, after) => {
    await move('receipt-printer', { verb });
    expect(printer()).toMatchObject(during);
    await move('receipt-printer', { verb: back });
    expect(printer()).toMatchObject(after);
  });

  test('a printed slip waits in the slot as a picture until it is torn off', async () => {
    expect(await printSlip(under.receiptPrinterPort, '受理凭证')).toBe('printed');
    const slip = printer().papers.at(-1)?.id ?? '';
    expect(printer().inSlot).toBe(slip);
    const answer = await send(under.bench, `/api/receipt-printer/papers/${slip}.png`);
    expect(answer.headers['content-type']).toBe('image/png');
    expect((await loadImage(answer.body)).width).toBe(640);
    await move('receipt-printer', { verb: 'tear-slip' });
    expect(printer().inSlot).toBeNull();
    expect(printer().papers.map(({ id }) => id)).toContain(slip);
  });

  test('faults that strike once and always are told apart from none', async () => {
    await move('receipt-printer', { verb: 'fail-next', kind: 'slow' });
    await move('receipt-printer', { verb: 'fail-repeatedly', kind: 'contradiction' });
    // Looking must not use them up.
    expect(printer().faults.armed).toEqual(['slow', 'contradiction']);
    expect(printer().faults.armed).toEqual(['slow', 'contradiction']);
    await move('receipt-printer', { verb: 'clear-faults' });
    expect(printer().faults.armed).toEqual([]);
  });

  test('paper that does not exist is 404', async () => {
    expect((await send(under.bench, '/api/receipt-printer/papers/slip-9999.png')).status).toBe(404);
    expect((await send(under.bench, '/api/receipt-printer/papers/hanging.png')).status).toBe(404);
  });
});

describe('the network cable', () => {
  const overCable = async () =>
    (
      await fetch(`http://127.0.0.1:${under.bench.networkPort}/`, { headers: { connection: 'close' } })
    ).text();

  test('out and in again', async () => {
    await move('network', { verb: 'off' });
    expect(under.bench.state().network.state).toBe('off');
    await expect(overCable()).rejects.toThrow();
    await move('network', { verb: 'on' });
    expect(await overCable()).toBe('platform');
  });

  test('reset of the next exchange', async () => {
    await move('network', { verb: 'reset-next' });
    expect(under.bench.state().network.resetNext).toBe(true);
    await expect(overCable()).rejects.toThrow();
    expect(under.bench.state().network.resetNext).toBe(false);
    expect(await overCable()).toBe('platform');
  });
});

describe('who watches', () => {
  test('is told the state at once and after each move', async () => {
    const stopping = new AbortController();
    const answer = await fetch(new URL('/api/events', under.bench.url), { signal: stopping.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const events = answer.body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    let text = '';
    const until = async (wanted: string) => {
      while (!text.includes(wanted)) {
        const part = await events?.next();
        if (part?.done !== false) throw new Error('the stream ended');
        text += part.value;
      }
      text = '';
    };
    await until('"paper":"enough"');
    await move('receipt-printer', { verb: 'run-out-of-paper' });
    await until('"paper":"out"');
    await move('receipt-printer', { verb: 'load-paper' });
    await until('"paper":"enough"');
    stopping.abort();
  });

  test('sees the same state as JSON', async () => {
    const answer = await send(under.bench, '/api/state');
    expect(JSON.parse(answer.body.toString())).toEqual(under.bench.state());
    expect(under.bench.state().screen).toBeNull();
  });
});
