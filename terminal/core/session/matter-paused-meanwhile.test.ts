import type { CatalogueEntry } from '@tongban/kiosk-config/published';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  allowanceAnswers,
  PublishedByHand,
  sessionAtWork,
  woman70,
  type SessionAtWork,
} from '../testing/session-at-work.ts';

const ALLOWANCE = '老年综合津贴（示例）';
const reason = { zh: '正在核对名单。', en: 'The list is being checked.' };
const otherChannel = { zh: '请到窗口。', en: 'Go to the counter.' };
const long = '2020-01-01T00:00:00.000Z';
const until = '2099-01-01T00:00:00.000Z';

type Change = Partial<CatalogueEntry>;
const suspended: Change = { status: 'suspended', suspension: { from: long, until, reason, otherChannel } };
const resumed: Change = { status: 'in-force', suspension: undefined } as Change;
const maintained: Change = { maintenance: [{ from: long, until, reason }] };
const terminated: Change = { status: 'terminated', termination: { from: long, reason } };

let published: PublishedByHand;
let work: SessionAtWork;
beforeEach(() => {
  published = new PublishedByHand();
  work = sessionAtWork({ published });
});
afterEach(() => work.stop());

const change = (entry: Change): void => published.change({ [ALLOWANCE]: entry });
const cutOff = (): void => {
  const { unit } = published.inForce!.catalogue.matters.find(({ name }) => name.zh === ALLOWANCE)!;
  published.change({}, { cutOffs: [{ unit, since: long, notice: reason }] });
};
function choice() {
  const view = work.screen();
  if (view.screen !== 'choose') throw new Error(`no choice but ${view.screen}`);
  return view.matters;
}
function idOf(name: string): string {
  return choice().find((each) => each.name.zh === name)!.id;
}

describe('on the choice', () => {
  it.each([
    ['suspended', () => change(suspended), until],
    ['maintenance', () => change(maintained), until],
    ['unit-cut-off', cutOff, null],
    ['not-at-terminals', () => change({ kiosk: false }), null],
  ] as const)('what is %s stays in its place, and a tap explains', (why, publish, back) => {
    work.session.start();
    const names = choice().map(({ name }) => name.zh);
    publish();
    expect(choice().map(({ name }) => name.zh)).toEqual(names);
    expect(choice().find(({ name }) => name.zh === ALLOWANCE)?.unavailable).toMatchObject({
      ...{ reason: why, until: back },
      elsewhere: { zh: expect.stringContaining('窗口') as string },
    });
    work.session.chooseMatter(idOf(ALLOWANCE));
    expect(work.screen()).toMatchObject({
      screen: 'unavailable',
      name: { zh: ALLOWANCE },
      unavailable: { reason: why },
    });
    // Nothing leads from there into a form.
    work.session.confirmGuide();
    expect(work.screen().screen).toBe('unavailable');
    work.session.back();
    expect(work.screen().screen).toBe('choose');
  });

  it('what is terminated is gone, and who still names it is told', () => {
    work.session.start();
    const id = idOf(ALLOWANCE);
    change(terminated);
    expect(choice().map(({ name }) => name.zh)).not.toContain(ALLOWANCE);
    work.session.chooseMatter(id);
    expect(work.screen()).toMatchObject({ screen: 'trouble', kind: 'matter-ended', words: reason });
    work.session.resolveTrouble('go-back');
    expect(work.screen().screen).toBe('choose');
  });

  it('what comes back while somebody reads why not leads back to the choice', () => {
    work.session.start();
    const before = choice();
    change(suspended);
    work.session.chooseMatter(idOf(ALLOWANCE));
    change(resumed);
    expect(work.screen().screen).toBe('choose');
    expect(choice()).toEqual(before);
  });

  it('what this terminal cannot take papers for says so before it is tapped, and its guide still opens', () => {
    work.stop();
    work = sessionAtWork({ papers: 'nothing' });
    work.session.start();
    const closed = choice().filter(({ unavailable }) => unavailable);
    expect(closed.map(({ unavailable }) => unavailable?.reason)).toContain('papers-cannot-be-taken');
    work.session.chooseMatter(closed[0]!.id);
    expect(work.screen()).toMatchObject({ screen: 'guide', cannotHere: 'papers-cannot-be-taken' });
  });
});

describe('before a form was begun', () => {
  it.each(['guide', 'card'] as const)(
    'at the %s the newest holds at once or at the next step',
    async (place) => {
      work.session.start();
      work.session.chooseMatter(idOf(ALLOWANCE));
      if (place === 'card') work.session.confirmGuide();
      change(suspended);
      if (place === 'card') work.reader.place(woman70);
      expect(await work.until('unavailable')).toMatchObject({ unavailable: { reason: 'suspended' } });
    },
  );

  it('a guide that is being read becomes the new version', () => {
    work.session.start();
    work.session.chooseMatter(idOf(ALLOWANCE));
    publishVersion('2099.1');
    expect(work.screen()).toMatchObject({ screen: 'guide', guide: { version: '2099.1' } });
  });
});

describe('while a form is being filled in', () => {
  it.each([
    ['suspended', () => change(suspended), until],
    ['maintained', () => change(maintained), until],
    ['cut off', cutOff, null],
  ] as const)(
    '%s is told once, at the next step; the draft stays and can be finished',
    async (_, publish, back) => {
      await work.identify(ALLOWANCE, woman70);
      publish();
      // Not in the middle of a word.
      expect(work.screen().screen).toBe('question');
      work.session.answer('bankCard', allowanceAnswers.bankCard);
      expect(work.screen()).toMatchObject({
        ...{
          screen: 'trouble',
          kind: 'matter-paused',
          words: reason,
          until: back,
          ways: ['go-on', 'finish'],
        },
      });
      work.session.resolveTrouble('go-on');
      await work.fillIn(allowanceAnswers);
      work.session.submit();
      await work.until('done');
      expect(work.sync.inputs[0]?.form).toMatchObject({ bankCard: allowanceAnswers.bankCard });
    },
  );

  it('in the review, it is told before anything is submitted', async () => {
    await work.identify(ALLOWANCE, woman70);
    await work.fillIn(allowanceAnswers);
    change(suspended);
    work.session.submit();
    expect(work.screen()).toMatchObject({ kind: 'matter-paused' });
    expect(work.sync.inputs).toEqual([]);
    work.session.resolveTrouble('finish');
    await work.until('take-card');
    expect(work.sync.inputs).toEqual([]);
  });

  it('what ends for good ends here too', async () => {
    await work.identify(ALLOWANCE, woman70);
    change(terminated);
    work.session.answer('bankCard', allowanceAnswers.bankCard);
    expect(work.screen()).toMatchObject({ kind: 'matter-ended', words: reason, ways: ['go-back', 'finish'] });
    work.session.resolveTrouble('go-back');
    expect(work.screen().screen).toBe('choose');
  });

  it('a card that left while it was told is missed when the citizen goes on', async () => {
    await work.identify(ALLOWANCE, woman70);
    change(suspended);
    work.session.answer('bankCard', allowanceAnswers.bankCard);
    work.reader.show('no-card');
    work.session.resolveTrouble('go-on');
    expect(work.screen()).toMatchObject({ kind: 'card-removed' });
  });

  it('a new version leaves the draft its old one', async () => {
    await work.identify(ALLOWANCE, woman70);
    const old = published.inForce!.catalogue.matters.find(({ name }) => name.zh === ALLOWANCE)!.versions[0]!
      .version;
    publishVersion('2099.1');
    await work.fillIn(allowanceAnswers);
    work.session.submit();
    await work.until('done');
    expect(work.sync.inputs[0]?.matter.version).toBe(old);
  });
});

/** The same matter under another version. */
function publishVersion(version: string): void {
  const before = published.inForce!;
  const { handleItem } = before.catalogue.matters.find(({ name }) => name.zh === ALLOWANCE)!;
  const catalogued = before.matter(handleItem, '')!;
  const next = { ...catalogued, matter: { ...catalogued.matter, version } };
  change({ versions: [{ version, sha256: '', effectiveFrom: long }] });
  published.switchTo({
    ...published.inForce!,
    matter: (item, each) => (item === handleItem ? next : before.matter(item, each)),
  });
}
