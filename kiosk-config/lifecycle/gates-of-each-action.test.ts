import { describe, expect, it } from 'vitest';
import { standing, type RequestAction } from './index.ts';
import {
  actors,
  bureau,
  bureauSays,
  business,
  dataCentre,
  draft,
  jointTest,
  openMatter,
  passThrough,
  reform,
  reformSays,
  request,
  result,
  Story,
  technical,
} from './testing/story.ts';

/** The matter as it has to be before the action, with a newer version at hand. */
function before(action: RequestAction, sunkDown: boolean): Story {
  const drafted = new Story('2026-03-02T01:00:00.000Z')
    .does(business, draft('2026.1', { sunkDown }))
    .does(technical, jointTest('2026.1'));
  if (action === 'open') return drafted;
  const open = openMatter({ sunkDown });
  if (action === 'resume') passThrough(open, request('earlier', 'suspend'));
  return open.does(business, draft('2026.2', { sunkDown })).does(technical, jointTest('2026.2'));
}

const rows: [RequestAction, before: string, last: 'DBC_TEST' | 'DBC_IMPLEMENT', after: string][] = [
  ['open', 'DRAFT', 'DBC_TEST', 'OPEN'],
  ['change', 'OPEN', 'DBC_TEST', 'OPEN'],
  ['suspend', 'OPEN', 'DBC_IMPLEMENT', 'SUSPENDED'],
  ['resume', 'SUSPENDED', 'DBC_IMPLEMENT', 'OPEN'],
  ['terminate', 'OPEN', 'DBC_IMPLEMENT', 'TERMINATED'],
];

const sent = (action: RequestAction) =>
  request('r1', action, action === 'change' ? { version: '2026.2' } : {});

describe.each(rows)('%s', (action, from, last, to) => {
  it('passes the reform department, then the data centre', () => {
    const story = before(action, false);
    expect(standing(story.state, story.now).status).toBe(from);
    story.does(business, sent(action));
    expect(story.stepOf('r1')).toBe('SG_REVIEW');
    expect(story.refusal(bureau, bureauSays('r1'))).toMatchObject({ code: 'WRONG_STEP', step: 'SG_REVIEW' });
    expect(story.refusal(dataCentre, result('r1'))).toMatchObject({ code: 'WRONG_STEP' });
    story.does(reform, reformSays('r1'));
    expect(story.stepOf('r1')).toBe(last);
    expect(standing(story.state, story.now).status).toBe(from);
    story.does(dataCentre, result('r1'));
    expect(story.stepOf('r1')).toBe('DONE');
    expect(standing(story.state, story.now).status).toBe(to);
  });

  it('of a sunk-down matter passes the bureau first', () => {
    const story = before(action, true).does(business, sent(action));
    expect(story.stepOf('r1')).toBe('MZ_REVIEW');
    expect(story.refusal(reform, reformSays('r1'))).toMatchObject({ code: 'MZ_APPROVAL_REQUIRED' });
    expect(story.refusal(bureau, bureauSays('r1', true, ' '))).toMatchObject({
      code: 'MZ_APPROVAL_REQUIRED',
    });
    expect(story.refusal(dataCentre, result('r1'))).toMatchObject({ code: 'WRONG_STEP' });
    story.does(bureau, bureauSays('r1')).does(reform, reformSays('r1')).does(dataCentre, result('r1'));
    expect(standing(story.state, story.now).status).toBe(to);
  });

  it('that the bureau rejects never reaches the reform department', () => {
    const story = before(action, true).does(business, sent(action)).does(bureau, bureauSays('r1', false));
    expect(story.stepOf('r1')).toBe('REJECTED');
    expect(story.refusal(reform, reformSays('r1'))).toMatchObject({ code: 'WRONG_STEP', step: 'REJECTED' });
    expect(standing(story.state, story.now).status).toBe(from);
  });

  it('that the reform department rejects never reaches the data centre', () => {
    const story = before(action, false).does(business, sent(action)).does(reform, reformSays('r1', false));
    expect(story.refusal(dataCentre, result('r1'))).toMatchObject({ code: 'WRONG_STEP', step: 'REJECTED' });
    expect(standing(story.state, story.now).status).toBe(from);
  });

  it('is decided by nobody else, at any step', () => {
    const story = before(action, true).does(business, sent(action));
    const gates = [
      [bureau, bureauSays('r1')],
      [reform, reformSays('r1')],
      [dataCentre, result('r1')],
    ] as const;
    for (const [rightful, decision] of gates) {
      for (const other of actors.filter((each) => each !== rightful)) {
        expect(story.refusal(other, decision)).toMatchObject({ code: 'WRONG_ROLE', roles: [rightful.role] });
      }
      story.does(rightful, decision);
    }
  });

  it('that is withdrawn goes no further', () => {
    const story = before(action, false).does(business, sent(action));
    story.does(business, { type: 'withdraw', requestId: 'r1', words: 'TEST' });
    expect(story.refusal(reform, reformSays('r1'))).toMatchObject({ code: 'WRONG_STEP', step: 'WITHDRAWN' });
    expect(story.refusal(business, { type: 'withdraw', requestId: 'r1', words: 'TEST' })).toMatchObject({
      code: 'WRONG_STEP',
    });
    expect(standing(story.state, story.now).status).toBe(from);
  });

  it('is not asked for from any other status', () => {
    const stories = { DRAFT: before('open', false), OPEN: before('suspend', false) };
    const suspended = before('resume', false);
    const ended = passThrough(before('terminate', false), request('end', 'terminate'));
    for (const [status, story] of Object.entries({ ...stories, SUSPENDED: suspended, TERMINATED: ended })) {
      const allowed =
        status === from ||
        (['change', 'terminate'].includes(action) && ['OPEN', 'SUSPENDED'].includes(status));
      const refusal = story.refusal(business, sent(action));
      if (allowed) expect(refusal).toBeUndefined();
      else expect(refusal).toMatchObject({ code: 'WRONG_STATUS', status });
    }
  });
});

describe('a change', () => {
  it('passes the bureau also when it takes the matter out of the community centres', () => {
    const story = openMatter({ sunkDown: true })
      .does(business, draft('2026.2', { sunkDown: false }))
      .does(technical, jointTest('2026.2'))
      .does(business, request('r1', 'change', { version: '2026.2' }));
    expect(story.stepOf('r1')).toBe('MZ_REVIEW');
  });

  it('passes the bureau also when it takes out of them what is to come to them later', () => {
    const story = openMatter({ sunkDown: false }).does(business, draft('2026.2', { sunkDown: true }));
    story.does(technical, jointTest('2026.2')).does(business, request('in', 'change', { version: '2026.2' }));
    story.does(bureau, bureauSays('in')).does(reform, reformSays('in'));
    story.does(dataCentre, result('in', true, '2026-03-16T16:00:00.000Z'));
    story.does(business, draft('2026.3', { sunkDown: false })).does(technical, jointTest('2026.3'));
    story.does(business, request('out', 'change', { version: '2026.3' }));
    expect(story.stepOf('out')).toBe('MZ_REVIEW');
  });

  describe('that brings it to the community centres stops what ran beside it without the bureau', () => {
    const beside = () => {
      const story = openMatter({ sunkDown: false }).does(business, draft('2026.2', { sunkDown: true }));
      story.does(technical, jointTest('2026.2'));
      story.does(business, request('in', 'change', { version: '2026.2' })).does(bureau, bureauSays('in'));
      return story.does(reform, reformSays('in')).does(business, request('end', 'terminate'));
    };

    it('at the reform department', () => {
      const story = beside().does(dataCentre, result('in'));
      expect(story.refusal(reform, reformSays('end'))).toMatchObject({ code: 'MZ_APPROVAL_REQUIRED' });
      story.does(reform, reformSays('end', false));
      expect(story.stepOf('end')).toBe('REJECTED');
    });

    it('at the data centre; asked for anew, it passes the bureau', () => {
      const story = beside().does(reform, reformSays('end')).does(dataCentre, result('in'));
      expect(story.refusal(dataCentre, result('end'))).toMatchObject({ code: 'MZ_APPROVAL_REQUIRED' });
      story.does(dataCentre, result('end', false)).does(business, request('again', 'terminate'));
      expect(story.stepOf('again')).toBe('MZ_REVIEW');
    });
  });

  it('leaves the old version in force until its time has come', () => {
    const story = before('change', false).does(business, sent('change')).does(reform, reformSays('r1'));
    story.does(dataCentre, result('r1', true, '2026-03-16T16:00:00.000Z'));
    expect(standing(story.state, new Date('2026-03-16T15:59:59.999Z')).version).toBe('2026.1');
    expect(standing(story.state, new Date('2026-03-16T16:00:00.000Z')).version).toBe('2026.2');
  });

  it('that is decided for later can be withdrawn until then, and not after', () => {
    const story = before('change', false).does(business, sent('change')).does(reform, reformSays('r1'));
    story.does(dataCentre, result('r1', true, '2026-03-16T16:00:00.000Z'));
    const withdrawal = { type: 'withdraw', requestId: 'r1', words: 'TEST' } as const;
    story.at('2026-03-16T16:00:00.000Z');
    expect(story.refusal(business, withdrawal)).toMatchObject({ code: 'WRONG_STEP', step: 'DONE' });
    story.at('2026-03-16T15:00:00.000Z').does(business, withdrawal);
    expect(standing(story.state, new Date('2026-04-01T00:00:00.000Z')).version).toBe('2026.1');
  });

  it('lapses when the matter ends before it', () => {
    const story = before('change', false).does(business, sent('change'));
    passThrough(story, request('end', 'terminate'));
    expect(story.stepOf('r1')).toBe('LAPSED');
    expect(story.refusal(reform, reformSays('r1'))).toMatchObject({ code: 'WRONG_STEP', step: 'LAPSED' });
  });
});

describe('the checklist of art. 9', () => {
  const story = () => new Story('2026-03-02T01:00:00.000Z').does(business, draft('2026.1'));

  it('names each field that the guide lacks', () => {
    const lacking = new Story('2026-03-02T01:00:00.000Z')
      .does(business, draft('2026.1', { missing: ['guide.legalBasis', 'materials.0.how'] }))
      .does(technical, jointTest('2026.1'));
    expect(lacking.refusal(business, request('r1', 'open'))).toMatchObject({
      code: 'GUIDE_INCOMPLETE',
      missing: ['guide.legalBasis', 'materials.0.how'],
    });
  });

  it('wants the four reductions, none of which may grow', () => {
    const grown = new Story('2026-03-02T01:00:00.000Z')
      .does(business, draft('2026.1', { notReduced: ['reform.trips'] }))
      .does(technical, jointTest('2026.1'));
    expect(grown.refusal(business, request('r1', 'open'))).toMatchObject({
      code: 'REDUCTIONS_MISSING',
      missing: ['reform.trips'],
    });
  });

  it('wants a passed joint test of this very version, and no exercise', () => {
    const asked = request('r1', 'open');
    const missing = { code: 'JOINT_TEST_MISSING', modules: ['acceptance'] };
    expect(story().refusal(business, asked)).toMatchObject(missing);
    const drill = story().does(technical, jointTest('2026.1', ['acceptance'], { drill: true }));
    expect(drill.refusal(business, asked)).toMatchObject(missing);
    const failed = story().does(technical, jointTest('2026.1', ['acceptance'], { passed: false }));
    expect(failed.refusal(business, asked)).toMatchObject(missing);
    const passed = failed.does(technical, jointTest('2026.1'));
    expect(passed.refusal(business, asked)).toBeUndefined();
    const failedAgain = passed.does(
      technical,
      jointTest('2026.1', ['acceptance'], { passed: false, runId: 'again' }),
    );
    expect(failedAgain.refusal(business, asked)).toMatchObject(missing);
    expect(failedAgain.state.jointTests).toHaveLength(3);
  });

  it('wants a joint test of payment and delivery for a matter that has them', () => {
    const paid = new Story('2026-03-02T01:00:00.000Z')
      .does(business, draft('2026.1', { modules: ['payment', 'logistics'] }))
      .does(technical, jointTest('2026.1', ['acceptance', 'logistics']));
    expect(paid.refusal(business, request('r1', 'open'))).toMatchObject({
      code: 'JOINT_TEST_MISSING',
      modules: ['payment'],
    });
    paid.does(technical, jointTest('2026.1', ['payment']));
    expect(paid.refusal(business, request('r1', 'open'))).toBeUndefined();
  });

  it('holds once more at go-live: a test run that failed meanwhile keeps the matter closed', () => {
    const paid = new Story('2026-03-02T01:00:00.000Z')
      .does(business, draft('2026.1', { modules: ['payment'] }))
      .does(technical, jointTest('2026.1', ['acceptance', 'payment']))
      .does(business, request('r1', 'open'))
      .does(reform, reformSays('r1'))
      .does(technical, jointTest('2026.1', ['payment'], { passed: false }));
    expect(paid.refusal(dataCentre, result('r1'))).toMatchObject({
      code: 'JOINT_TEST_MISSING',
      modules: ['payment'],
    });
  });
});

it('a failed test leads to mending and a new test, and the history keeps both', () => {
  const story = before('open', false).does(business, sent('open')).does(reform, reformSays('r1'));
  story.does(dataCentre, result('r1', false));
  expect(story.stepOf('r1')).toBe('FIX');
  expect(story.refusal(dataCentre, result('r1'))).toMatchObject({ code: 'WRONG_STEP', step: 'FIX' });
  story.does(business, { type: 'resubmit', requestId: 'r1', words: 'TEST: mended' });
  expect(story.stepOf('r1')).toBe('DBC_TEST');
  story.does(dataCentre, result('r1'));
  expect(story.events.map((each) => each.type).slice(2)).toEqual([
    ...['submitted', 'reform-approved', 'test-failed', 'resubmitted', 'went-live'],
  ]);
});

it('who sent a request never approves it, whatever role they come with', () => {
  const story = before('open', false).does(business, sent('open'));
  const samePerson = { ...reform, id: business.id };
  expect(story.refusal(samePerson, reformSays('r1'))).toMatchObject({ code: 'REQUESTER_CANNOT_APPROVE' });
});

it("a unit's officers decide on their own unit's matters alone", () => {
  const story = before('open', false);
  const other = { ...business, unit: '310000999000RS0000' };
  expect(story.refusal(other, sent('open'))).toMatchObject({ code: 'OTHER_UNIT' });
});

it('two requests of the same kind do not run beside each other; a change and a suspension do', () => {
  const story = before('change', false).does(business, sent('change'));
  expect(story.refusal(business, request('r2', 'change', { version: '2026.2' }))).toMatchObject({
    code: 'REQUEST_PENDING',
    requestId: 'r1',
  });
  story.does(business, request('r2', 'suspend'));
  expect(story.refusal(business, request('r3', 'terminate'))).toMatchObject({
    code: 'REQUEST_PENDING',
    requestId: 'r2',
  });
  expect(story.refusal(business, request('r2', 'suspend'))).toMatchObject({ code: 'ALREADY_EXISTS' });
});

it('of two commands on one revision the second is refused', () => {
  const story = before('open', false).does(business, sent('open'));
  const { revision } = story.state;
  const approval = { ...reformSays('r1'), revision };
  const first = story.decide(approval, { actor: reform });
  if ('refusal' in first) throw new Error(first.refusal.detail);
  story.keep(first.events);
  const second = { ...reform, id: 'TEST-reform-2' };
  expect(story.decide(approval, { actor: second })).toMatchObject({
    refusal: { code: 'STALE_REVISION', revision: revision + 1 },
  });
});

it('before the measures came into force there is nothing to ask for', () => {
  const story = before('open', false).at('2020-09-30T15:59:59.999Z');
  expect(story.refusal(business, sent('open'))).toMatchObject({ code: 'NO_MEASURES', day: '2020-09-30' });
  expect(story.at('2020-09-30T16:00:00.000Z').refusal(business, sent('open'))).toBeUndefined();
});

it('a version is never altered, and none goes back', () => {
  const story = openMatter().does(business, draft('2026.10'));
  expect(story.refusal(business, draft('2026.10'))).toMatchObject({ code: 'ALREADY_EXISTS' });
  expect(story.refusal(business, draft('2026.9'))).toMatchObject({
    code: 'VERSION_NOT_NEWER',
    newest: '2026.10',
  });
  expect(story.refusal(business, request('r1', 'change', { version: '2026.1' }))).toMatchObject({
    code: 'VERSION_NOT_NEWER',
    newest: '2026.1',
  });
  expect(story.refusal(business, request('r1', 'change', { version: '2026.11' }))).toMatchObject({
    code: 'UNKNOWN',
    what: 'version',
  });
});
