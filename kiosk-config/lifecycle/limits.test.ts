import { describe, expect, it } from 'vitest';
import { builtInCalendars } from '../working-days/index.ts';
import { defaultTargets, due, type Due } from './index.ts';
import {
  bureau,
  bureauSays,
  business,
  dataCentre,
  draft,
  jointTest,
  openMatter,
  reform,
  reformSays,
  request,
  result,
  Story,
  technical,
} from './testing/story.ts';

const noon = (day: string) => `2026-${day}T04:00:00.000Z`;
const context = { calendars: builtInCalendars, targets: defaultTargets };

function dueOf(story: Story, id = 'r1'): Due | undefined {
  return due(story.state, story.now, context).find((each) => each.id === id);
}

function drafted(day: string, sunkDown = false): Story {
  return new Story(noon(day))
    .does(business, draft('2026.1', { sunkDown }))
    .does(technical, jointTest('2026.1'))
    .does(business, request('r1', 'open'));
}

describe('the reform department has 2 working days', () => {
  it.each([
    ['02-12', '02-14'],
    ['02-13', '02-24'],
    ['09-18', '09-21'],
    ['09-30', '10-09'],
    ['11-20', '11-24'],
  ])('what it received on 2026-%s ends on 2026-%s', (from, last) => {
    expect(dueOf(drafted(from))).toMatchObject({
      step: 'SG_REVIEW',
      role: 'reform',
      limit: { date: `2026-${last}`, length: 2, from: 'rule', provisional: false, overdue: false },
    });
  });

  it('from its own receipt, after the bureau', () => {
    const story = drafted('02-09', true);
    expect(dueOf(story)).toMatchObject({ role: 'bureau', limit: { from: 'target', date: '2026-02-11' } });
    story.at(noon('02-13')).does(bureau, bureauSays('r1'));
    expect(dueOf(story)).toMatchObject({ role: 'reform', limit: { date: '2026-02-24' } });
  });
});

describe('the data centre has 5 working days for test and go-live', () => {
  it.each([
    ['02-13', '02-27'],
    ['09-30', '10-13'],
    ['11-20', '11-27'],
  ])('what it was told on 2026-%s ends on 2026-%s', (from, last) => {
    const story = drafted(from).does(reform, reformSays('r1'));
    expect(dueOf(story)).toMatchObject({
      step: 'DBC_TEST',
      role: 'data-centre',
      limit: { date: `2026-${last}`, length: 5, from: 'rule' },
    });
  });

  it('and 5 new ones after a failed test was mended; mending itself has no limit', () => {
    const story = drafted('09-21').does(reform, reformSays('r1')).does(dataCentre, result('r1', false));
    expect(dueOf(story)).toMatchObject({ step: 'FIX', role: 'unit' });
    expect(dueOf(story)).not.toHaveProperty('limit');
    story.at(noon('09-30')).does(business, { type: 'resubmit', requestId: 'r1', words: 'TEST' });
    expect(dueOf(story)).toMatchObject({ step: 'DBC_TEST', limit: { date: '2026-10-13' } });
  });
});

it.each([
  ['04-30', '05-06'],
  ['05-08', '05-09'],
  ['10-09', '10-10'],
])('the data centre has 1 working day to suspend: told on 2026-%s, by 2026-%s', (from, last) => {
  const story = openMatter().at(noon(from)).does(business, request('r1', 'suspend'));
  story.does(reform, reformSays('r1'));
  expect(dueOf(story)).toMatchObject({
    step: 'DBC_IMPLEMENT',
    limit: { date: `2026-${last}`, length: 1, from: 'rule' },
  });
});

describe('a limit that runs out', () => {
  const overdue = (story: Story) => dueOf(story)?.limit?.overdue;

  it('is overdue from 24:00 in Shanghai on', () => {
    const story = drafted('02-13');
    expect(overdue(story.at('2026-02-24T15:59:59.999Z'))).toBe(false);
    expect(overdue(story.at('2026-02-24T16:00:00.000Z'))).toBe(true);
  });

  it('approves nothing, and what is decided late is decided', () => {
    const story = drafted('02-13').at(noon('06-01'));
    expect(dueOf(story)).toMatchObject({ step: 'SG_REVIEW', limit: { overdue: true } });
    expect(story.refusal(dataCentre, result('r1'))).toMatchObject({ code: 'WRONG_STEP' });
    story.does(reform, reformSays('r1'));
    expect(story.stepOf('r1')).toBe('DBC_TEST');
  });

  it.each([
    ['02-15', 2, false],
    ['02-23', 2, false],
    ['02-24', 1, false],
    ['02-25', 0, false],
    ['02-28', 3, true],
  ])('on 2026-%s: %i working days, overdue %s', (today, workingDays, overdue) => {
    // Received on a day off: the limit is the second working day after the holidays.
    const story = drafted('02-15').at(noon(today));
    expect(dueOf(story)?.limit).toMatchObject({ date: '2026-02-25', workingDays, overdue });
  });

  it('is provisional where it touches a year without a calendar', () => {
    expect(dueOf(drafted('12-30'))?.limit).toMatchObject({ date: '2027-01-04', provisional: true });
  });
});
