import { createServer, type Server } from 'node:net';
import type { MaterialView } from '@tongban/contract';
import { PHONE_PICTURE } from '@tongban/contract/phone';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { phoneHandOvers } from '../phone/hand-over.ts';
import { comeToPaper, drawing, givePapers, paper, photo, photograph } from '../testing/papers.ts';
import { StandInPhone } from '../testing/phone.ts';
import { sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';

const HERE = { address: '127.0.0.1', port: 0, wifiName: 'TEST-HALL' };

let work: SessionAtWork;
beforeEach(() => {
  work = sessionAtWork({ phones: (log) => phoneHandOvers(HERE, log) });
});
afterEach(() => work.stop());

/** The paper as it is on the screen, once it is as expected. */
async function paperIs(wanted: object): Promise<MaterialView> {
  await expect.poll(() => work.screen()).toMatchObject(wanted);
  return paper(work);
}
const handOver = (state: string): object => ({ phase: 'phone', handOver: { state } });

/** A phone that has scanned the code on the screen. */
async function scan(): Promise<StandInPhone> {
  await work.session.phone.open();
  const { handOver } = await paperIs({ phase: 'phone', handOver: { state: 'waiting' } });
  return new StandInPhone(handOver!.qr!);
}

async function connect(): Promise<StandInPhone> {
  const phone = await scan();
  expect(await phone.connect()).toMatchObject({ status: 200, text: 'welcome' });
  return phone;
}

async function isRefused({ address }: StandInPhone): Promise<void> {
  await expect(new StandInPhone(address.href).get()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
}

it('a code is shown with its network; what the phone sends are pages as the camera’s are', async () => {
  expect(await comeToPaper(work)).toMatchObject({ phone: 'ready', handOver: null });
  const phone = await scan();
  expect(paper(work)).toMatchObject({ phase: 'phone', handOver: { wifiName: 'TEST-HALL' } });
  expect(await phone.get()).toMatchObject({ status: 200 });
  await phone.connect();
  expect(paper(work).handOver).toEqual({ state: 'connected', qr: null, wifiName: 'TEST-HALL' });
  expect(await phone.send(photo)).toMatchObject({ status: 200, text: 'taken' });
  expect(await phone.send(photo)).toMatchObject({ status: 200, text: 'taken' });
  expect(paper(work)).toMatchObject({ ...handOver('connected'), pages: { length: 2 }, problem: null });
  work.session.phone.close();
  expect(paper(work)).toMatchObject({ phase: 'pages', handOver: null, pages: { length: 2 } });
  await isRefused(phone);
});

it('is sealed and submitted as the camera’s would be', async () => {
  await comeToPaper(work);
  await (await connect()).send(photo);
  work.session.phone.close();
  work.session.materials.confirm();
  work.session.materials.sign(drawing);
  work.session.submit();
  await work.until('done');
  const pdf = work.sync.inputs[0]?.materials.find(({ code }) => code === 'MZ0511-03');
  expect(pdf?.mediaType).toBe('application/pdf');
  expect((await PDFDocument.load(pdf!.bytes)).getPageCount()).toBe(1);
  expect(Buffer.from(pdf!.bytes).includes(photo)).toBe(true);
});

it('the last page that goes in ends it, and the phone is told so', async () => {
  await comeToPaper(work);
  for (let count = 0; count < 5; count++) photograph(work);
  const phone = await connect();
  expect(await phone.send(photo)).toMatchObject({ status: 200, text: 'taken-last' });
  expect(paper(work)).toMatchObject({ phase: 'pages', pages: { length: 6 }, problem: null });
  await isRefused(phone);
  await work.session.phone.open();
  expect(paper(work)).toMatchObject({ phase: 'pages', problem: 'too-many-pages' });
});

describe('one code, one phone', () => {
  it('a second phone is told that the code was used, and can send nothing', async () => {
    await comeToPaper(work);
    const first = await connect();
    const second = new StandInPhone(first.address.href);
    expect(await second.connect()).toMatchObject({ status: 409, text: 'used' });
    expect(await second.send(photo)).toMatchObject({ status: 422, text: 'spoilt' });
    expect(paper(work).pages).toEqual([]);
    expect(await first.send(photo)).toMatchObject({ text: 'taken' });
  });

  it('the same phone may come again: a page that was dropped while the camera was in front', async () => {
    await comeToPaper(work);
    const phone = await connect();
    expect(await phone.connect()).toMatchObject({ status: 200, text: 'welcome' });
  });

  it('whoever heard the address on the air, and has not the key, finds nothing', async () => {
    await comeToPaper(work);
    const { address } = await scan();
    const listener = new StandInPhone(`${address.href.split('#')[0]}#${'A'.repeat(43)}`);
    expect(await listener.connect()).toMatchObject({ status: 404, text: '' });
    expect(await listener.send(photo)).toMatchObject({ status: 404, text: '' });
    expect(paper(work)).toMatchObject(handOver('waiting'));
  });

  it('nobody elsewhere in the network disturbs the phone that is there', async () => {
    await comeToPaper(work);
    const phone = await connect();
    await phone.begin(photo.subarray(0, 1000), photo.length);
    await paperIs(handOver('receiving'));
    const other = new StandInPhone(phone.address.href, '127.0.0.2');
    expect(await other.send(photo)).toMatchObject({ status: 404, text: '' });
    expect(paper(work)).toMatchObject({ ...handOver('receiving'), problem: null });
  });

  it('a code that was used is not good for the next paper', async () => {
    await comeToPaper(work);
    const phone = await connect();
    work.session.phone.close();
    const next = await scan();
    const old = new StandInPhone(`http://${next.address.host}${phone.address.pathname}${phone.address.hash}`);
    expect(await old.connect()).toMatchObject({ status: 404, text: '' });
    expect(await next.connect()).toMatchObject({ text: 'welcome' });
  });

  it('a wrong token gets the same nothing everywhere, and soon no answer at all', async () => {
    await comeToPaper(work);
    const { address } = await scan();
    const stranger = new StandInPhone(new URL(`/${'x'.repeat(22)}/#${'A'.repeat(43)}`, address).href);
    const answers = [
      await stranger.get(),
      await stranger.get('phone.js'),
      await stranger.connect(),
      await stranger.send(photo.subarray(0, 1000)),
    ];
    for (const { status, text, headers } of answers) {
      expect([status, text, headers['content-type']]).toEqual([404, '', 'text/plain']);
    }
    for (let tries = answers.length; tries < 20; tries++) await stranger.get();
    await expect(stranger.get()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(paper(work)).toMatchObject(handOver('waiting'));
  });
});

describe('what does not come as it should', () => {
  it('a picture that was sent twice, because the answer was lost, is one page', async () => {
    await comeToPaper(work);
    const phone = await connect();
    const sealed = phone.sealedPicture(photo);
    expect(await phone.post('picture', sealed)).toMatchObject({ text: 'taken' });
    expect(await phone.post('picture', sealed)).toMatchObject({ text: 'taken' });
    expect(paper(work).pages).toHaveLength(1);
  });

  it('a picture that was changed on its way is not kept', async () => {
    await comeToPaper(work);
    const phone = await connect();
    const sealed = phone.sealedPicture(photo);
    for (const at of [0, 500, sealed.length - 1]) {
      const altered = Buffer.from(sealed);
      altered[at]! ^= 1;
      expect(await phone.post('picture', altered)).toMatchObject({ status: 422, text: 'spoilt' });
    }
    expect(await phone.post('picture', sealed.subarray(0, 20))).toMatchObject({ text: 'spoilt' });
    expect(paper(work)).toMatchObject({ ...handOver('connected'), problem: 'phone-broke-off', pages: [] });
    expect(await phone.post('picture', sealed)).toMatchObject({ text: 'taken' });
    expect(paper(work).problem).toBeNull();
  });

  it('what is no picture, or too small a one, is refused as the camera’s is', async () => {
    await comeToPaper(work);
    const phone = await connect();
    for (const wrong of [Buffer.from('TEST'), photo.subarray(0, photo.length / 2), Buffer.alloc(0)]) {
      expect(await phone.send(wrong)).toMatchObject({ status: 422, text: 'unreadable' });
      expect(paper(work)).toMatchObject({ ...handOver('connected'), problem: 'phone-unreadable', pages: [] });
    }
  });

  it('what is too large is refused before it is read', async () => {
    await comeToPaper(work);
    const phone = await connect();
    const end = await phone.begin(photo.subarray(0, 1000), PHONE_PICTURE.bytes + 1000);
    await paperIs({ ...handOver('connected'), problem: 'phone-broke-off' });
    end();
    expect(await phone.send(photo)).toMatchObject({ text: 'taken' });
  });

  it('a phone that goes away in the middle is waited for, and can send once more', async () => {
    await comeToPaper(work);
    const phone = await connect();
    const end = await phone.begin(photo.subarray(0, 1000), photo.length);
    await paperIs(handOver('receiving'));
    end();
    await paperIs({ ...handOver('connected'), problem: 'phone-broke-off', pages: [] });
    // Out of reach without a word: the terminal still waits when the next one comes.
    await phone.begin(photo.subarray(0, 1000), photo.length);
    await paperIs(handOver('receiving'));
    expect(await phone.send(photo)).toMatchObject({ text: 'taken' });
    expect(paper(work)).toMatchObject({ ...handOver('connected'), problem: null, pages: { length: 1 } });
  });
});

describe('an end', () => {
  it.each<[string, () => void]>([
    ['the step is left by back', () => work.session.back()],
    ['12345 is opened', () => work.session.hotline.open()],
    ['the card is taken away', () => work.reader.show('no-card')],
    ['the visit ends', () => work.session.finish()],
    ['core stops', () => work.stop()],
  ])('comes when %s: nothing listens, and what was coming is dropped', async (_, happens) => {
    await comeToPaper(work);
    const phone = await connect();
    await phone.begin(photo.subarray(0, 1000), photo.length);
    await paperIs(handOver('receiving'));
    happens();
    await isRefused(phone);
  });

  it('comes by itself when no phone is there in time; a new code is one touch away', async () => {
    work.stop();
    work = sessionAtWork({ phones: (log) => phoneHandOvers(HERE, log, 100) });
    await comeToPaper(work);
    photograph(work);
    const phone = await scan();
    expect((await paperIs(handOver('expired'))).handOver?.qr).toBeNull();
    await isRefused(phone);
    const next = await scan();
    expect(next.address.pathname).not.toBe(phone.address.pathname);
    expect(paper(work).pages).toHaveLength(1);
  });

  it('comes with the idle clock, which waits longer while somebody is busy with a phone', async () => {
    work.stop();
    const session = { idleMs: 300, countdownMs: 100, payFactor: 4 };
    work = sessionAtWork({ session, phones: (log) => phoneHandOvers(HERE, log) });
    await comeToPaper(work);
    const phone = await connect();
    const began = performance.now();
    await work.until('take-card');
    expect(performance.now() - began).toBeGreaterThan(300 * 4);
    await isRefused(phone);
  });

  it('of what was opened when the citizen had already left is at once', async () => {
    await comeToPaper(work);
    const opening = work.session.phone.open();
    work.session.finish();
    await opening;
    expect(work.log.filter((line) => line.includes('"phone.'))).toEqual([
      '{"event":"phone.opened"}',
      '{"event":"phone.closed"}',
    ]);
  });
});

describe('a site', () => {
  it('without phones neither offers nor listens', async () => {
    work.stop();
    work = sessionAtWork();
    expect(await comeToPaper(work)).toMatchObject({ phone: 'absent', handOver: null });
    await work.session.phone.open();
    expect(paper(work).phase).toBe('pages');
  });

  it('whose port is taken says so once, and offers the other ways', async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    work.stop();
    work = sessionAtWork({ phones: (log) => phoneHandOvers({ ...HERE, port }, log) });
    await comeToPaper(work);
    await work.session.phone.open();
    expect(paper(work)).toMatchObject({ phase: 'pages', problem: 'phone-failed', phone: 'absent' });
    expect(work.log).toContain('{"event":"phone.cannot-listen","code":"EADDRINUSE"}');
    await new Promise((resolve) => other.close(resolve));
    work.session.finish();
    work.reader.show('no-card');
    await work.until('attract');
    expect(await comeToPaper(work)).toMatchObject({ phone: 'ready' });
  });

  it('that practises takes pictures too, and they go nowhere', async () => {
    work.inUse.practise(true);
    await comeToPaper(work);
    await (await connect()).send(photo);
    work.session.phone.close();
    await givePapers(work);
    work.session.submit();
    await work.until('practice-done');
    expect(work.sync.inputs).toEqual([]);
  });
});

it('the same port serves one code after the other, and nothing of a phone is logged', async () => {
  await comeToPaper(work);
  const { port } = new URL((await scan()).address);
  work.stop();
  work = sessionAtWork({ phones: (log) => phoneHandOvers({ ...HERE, port: Number(port) }, log) });
  await comeToPaper(work);
  const secrets: string[] = [];
  for (let times = 0; times < 3; times++) {
    const { address } = await connect();
    secrets.push(address.pathname.slice(1, -1), address.hash.slice(1));
    work.session.phone.close();
  }
  for (const secret of secrets) expect(work.log.join()).not.toContain(secret);
});
