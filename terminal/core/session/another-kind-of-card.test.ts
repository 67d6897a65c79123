import { afterEach, expect, it } from 'vitest';
import type { SessionView } from '@tongban/contract';
import { compileMatter } from '@tongban/kiosk-config/catalogue';
import {
  foreignerOf2017,
  foreignerOf2023,
  man40,
  permit,
  PublishedByHand,
  sessionAtWork,
  woman70,
  type SessionAtWork,
} from '../testing/session-at-work.ts';

let work: SessionAtWork;
afterEach(() => work.stop());

const ENROLMENT = '居民医保参保登记（示例）';
const CERTIFICATE = '有无违法犯罪记录证明（示例）';

/** The enrolment asks for no address; it is free of charge here, because these terminals take no money. */
function withFreeEnrolment(): PublishedByHand {
  const published = new PublishedByHand();
  const { inForce } = published;
  if (!inForce) throw new Error('nothing is published');
  published.switchTo({
    ...inForce,
    matter(handleItem, version) {
      const found = inForce.matter(handleItem, version);
      if (found?.matter.name.zh !== ENROLMENT) return found;
      const { pay: _free, ...needs } = found.matter.needs ?? {};
      const matter = { ...found.matter, needs, fees: [] };
      return { matter, validator: compileMatter(matter) };
    },
  });
  return published;
}

function readerOf(view: SessionView): string {
  return view.screen === 'card' ? view.reader : view.screen;
}

async function askedForCard(): Promise<void> {
  work = sessionAtWork();
  work.session.start();
  const { matters } = await work.until('choose');
  work.session.chooseMatter(matters[0]!.id);
  work.session.confirmGuide();
  await work.until('card');
}

it('fills in a form as a citizen card does, when it has what the form needs', async () => {
  work = sessionAtWork();
  await work.identify(CERTIFICATE, permit);
  expect(await work.until('question')).toMatchObject({
    holder: { name: '何**', idNumber: '810***********001X' },
  });
  await work.fillIn({ purpose: 'job', collectAt: 'this-centre', phone: '13900001234', promise: true });
  work.session.submit();
  await work.until('done');
  const [input] = work.sync.inputs;
  expect(input?.form).toMatchObject({
    applicantName: '何测试',
    applicantIdNumber: permit.idNumber,
    registeredAddress: permit.address,
  });
  expect(JSON.parse(Buffer.from(input?.materials[0]?.bytes ?? []).toString())).toMatchObject({
    type: 'hk-mo-tw-permit',
    travelPermitNumber: permit.travelPermitNumber,
  });
});

it('names a foreigner by the Latin name, masked on every screen and on the slip', async () => {
  work = sessionAtWork({ published: withFreeEnrolment() });
  await work.identify(ENROLMENT, foreignerOf2023);
  const holder = { name: 'S*** A***', idNumber: '931***********0125' };
  expect(await work.until('question')).toMatchObject({ holder });
  await work.fillIn({ category: 'permit', startsOn: 'this-year', phone: '13900001234', promise: true });
  expect((await work.until('review')).rows.map(({ shown }) => shown.zh)).toContain('S*** A***');
  work.session.submit();
  await work.until('done');
  expect(work.sync.inputs[0]?.form).toMatchObject({
    applicantName: 'SPECIMEN, MARIA ANNA',
    birthDate: '1984-02-09',
  });
  const shown = JSON.stringify([work.views, work.log, work.printer.slips]);
  expect(shown).toContain('S*** A***  931***********0125');
  expect(shown).not.toMatch(/SPECIMEN|931990198402090125/);
});

it('is told before the form which of its facts are missing, and the citizen chooses another matter', async () => {
  work = sessionAtWork();
  await work.identify(CERTIFICATE, foreignerOf2023);
  const told = await work.until('trouble');
  expect(told).toMatchObject({ kind: 'card-does-not-fit', ways: ['go-back', 'finish'] });
  expect(told.words?.zh).toBe(
    '这件事要填“证件住址”，您的证件上没有，或者写法不一样。请带好证件，到窗口办理。',
  );
  work.session.resolveTrouble('go-back');
  await work.until('choose');
});

it('is told the number of an old card, which the form does not take', async () => {
  work = sessionAtWork({ published: withFreeEnrolment() });
  await work.identify(ENROLMENT, foreignerOf2017);
  expect(await work.until('trouble')).toMatchObject({
    kind: 'card-does-not-fit',
    words: { zh: expect.stringContaining('“身份证号码”') as string },
    holder: { name: 'S*** A***', idNumber: 'XXA********0908' },
  });
});

it('is told the condition of the matter first, where it meets one no more than a citizen from elsewhere', async () => {
  work = sessionAtWork();
  await work.identify('户籍证明开具（示例）', foreignerOf2023);
  expect(await work.until('trouble')).toMatchObject({
    kind: 'not-eligible',
    words: { zh: '您的户籍不在本市，请向户籍地派出所申请。' },
  });
});

it('finds what was submitted with it, as any card with a number of its own', async () => {
  work = sessionAtWork();
  work.session.openMySubmissions();
  await work.until('card');
  work.reader.place(foreignerOf2017);
  expect(await work.until('my-submissions')).toMatchObject({ findable: true, rows: [] });
});

it('past its last day is refused like an ID card', async () => {
  await askedForCard();
  work.reader.place({ ...permit, validTo: '2024-01-01' });
  expect(readerOf(work.screen())).toBe('expired');
});

it('that proves nothing is told to be unsupported, and the citizen goes on with one that does', async () => {
  await askedForCard();
  work.reader.show('card-unsupported');
  expect(readerOf(work.screen())).toBe('unsupported');
  expect(work.session.view().session).toMatchObject({ holder: null });
  work.reader.show('no-card');
  expect(readerOf(work.screen())).toBe('waiting');
  work.reader.place(man40);
  await expect.poll(() => work.screen().screen, { interval: 5 }).not.toBe('card');
});

it('that proves nothing is asked back when the citizen leaves', async () => {
  await askedForCard();
  work.reader.show('card-unsupported');
  work.session.finish();
  expect(work.screen().screen).toBe('take-card');
  work.reader.show('no-card');
  expect(work.screen().screen).toBe('end');
});

it('does not open what the owner of a card that was taken away has typed', async () => {
  work = sessionAtWork();
  await work.identify('老年综合津贴（示例）', woman70);
  work.reader.show('no-card');
  await work.until('trouble');
  work.reader.place(permit);
  expect(work.screen().screen).toBe('take-card');
});
