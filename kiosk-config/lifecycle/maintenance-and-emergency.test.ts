import { describe, expect, it } from 'vitest';
import { builtInCalendars } from '../working-days/index.ts';
import { defaultTargets, due, standing } from './index.ts';
import {
  business,
  dataCentre,
  notice,
  openMatter,
  passThrough,
  reform,
  reformSays,
  request,
  result,
  Story,
  technical,
  type Ask,
} from './testing/story.ts';

const maintenance = (start: string, end = '2026-12-20T00:00:00.000Z'): Ask => ({
  ...{ type: 'file-maintenance', windowId: 'w1', start, end, reason: notice.reason },
});
const emergency: Ask & { type: 'suspend-in-emergency' } = {
  type: 'suspend-in-emergency',
  suspensionId: 'e1',
  notice,
  announcement: {
    announcementId: 'a1',
    title: notice.reason,
    text: notice.reason,
    until: '2026-12-31T00:00:00.000Z',
  },
};
/** 0:00 in Shanghai. */
const midnight = (day: string) => new Date(`2026-${day}T00:00:00+08:00`).toISOString();

describe('maintenance is filed 5 working days ahead', () => {
  it.each([
    ['10-09', '09-24', '09-28'],
    ['02-24', '02-10', '02-11'],
    ['05-06', '04-24', '04-27'],
    ['11-30', '11-23', '11-24'],
    ['03-02', '02-24', '02-25'],
  ])('a start on 2026-%s: filed on 2026-%s in time, on 2026-%s too late', (start, latest, late) => {
    const story = openMatter();
    story.at(`2026-${latest}T15:59:59.999Z`);
    expect(story.refusal(technical, maintenance(midnight(start)))).toBeUndefined();
    story.at(midnight(late));
    expect(story.refusal(technical, maintenance(midnight(start)))).toMatchObject({
      code: 'NOTICE_TOO_SHORT',
    });
  });

  it('and is told the earliest start when it is not', () => {
    const story = openMatter().at('2026-09-30T04:00:00.000Z');
    const asked = maintenance('2026-10-09T01:00:00.000Z');
    expect(story.refusal(technical, asked)).toMatchObject({
      code: 'NOTICE_TOO_SHORT',
      earliestStart: midnight('10-13'),
      provisional: false,
    });
    expect(story.refusal(technical, maintenance(midnight('10-13')))).toBeUndefined();
  });

  it('closes the matter for its window and ends by itself; no gate, and the status stays', () => {
    const story = openMatter().at('2026-11-20T04:00:00.000Z');
    const [start, end] = ['2026-11-28T14:00:00.000Z', '2026-11-28T18:00:00.000Z'];
    story.does(technical, maintenance(start, end));
    const during = (instant: string) => standing(story.state, new Date(instant)).maintenance?.windowId;
    expect(during('2026-11-28T13:59:59.999Z')).toBeUndefined();
    expect(during(start)).toBe('w1');
    expect(during('2026-11-28T17:59:59.999Z')).toBe('w1');
    expect(during(end)).toBeUndefined();
    expect(standing(story.state, new Date(start)).status).toBe('OPEN');
  });

  it.each([
    ['a sunk-down matter', true, ['maintenance-filed', 'bureau-notified']],
    ['another matter', false, ['maintenance-filed']],
  ])('the bureau is told of that of %s', (_, sunkDown, types) => {
    const story = openMatter({ sunkDown }).at('2026-11-20T04:00:00.000Z');
    const known = story.events.length;
    story.does(technical, maintenance(midnight('12-10')));
    expect(story.events.slice(known).map((each) => each.type)).toEqual(types);
  });

  it('is cancelled until it is over', () => {
    const story = openMatter()
      .at('2026-11-20T04:00:00.000Z')
      .does(technical, maintenance(midnight('12-10')));
    const cancel: Ask = { type: 'cancel-maintenance', windowId: 'w1', words: 'TEST' };
    story.at('2026-12-20T00:00:00.000Z');
    expect(story.refusal(technical, cancel)).toMatchObject({ code: 'TIME_INVALID' });
    story.at('2026-12-15T00:00:00.000Z').does(technical, cancel);
    expect(standing(story.state, story.now)).not.toHaveProperty('maintenance');
    expect(story.refusal(technical, cancel)).toMatchObject({ code: 'UNKNOWN' });
  });

  it('ends after it starts, and concerns an open matter', () => {
    const story = openMatter().at('2026-11-20T04:00:00.000Z');
    const backwards = maintenance(midnight('12-10'), midnight('12-10'));
    expect(story.refusal(technical, backwards)).toMatchObject({ code: 'TIME_INVALID' });
    expect(
      new Story('2026-11-20T04:00:00.000Z').refusal(technical, maintenance(midnight('12-10'))),
    ).toMatchObject({ code: 'WRONG_STATUS', status: 'DRAFT' });
  });
});

describe('an emergency suspension', () => {
  it('is state, announcement and filing in one decision, and tells the bureau', () => {
    const story = openMatter({ sunkDown: true });
    const known = story.events.length;
    story.does(technical, emergency);
    expect(story.events.slice(known).map((each) => each.type)).toEqual([
      ...['emergency-suspended', 'announced', 'filed-with-data-centre', 'bureau-notified'],
    ]);
    expect(standing(story.state, story.now)).toMatchObject({ status: 'SUSPENDED', notice });
  });

  it('is refused as a whole when the announcement would be over', () => {
    const story = openMatter();
    const announcement = { ...emergency.announcement, until: story.now.toISOString() };
    expect(story.refusal(technical, { ...emergency, announcement })).toMatchObject({ code: 'TIME_INVALID' });
  });

  it('wants a report within the target, once', () => {
    const story = openMatter().at('2026-09-30T04:00:00.000Z').does(technical, emergency);
    const open = () => due(story.state, story.now, { calendars: builtInCalendars, targets: defaultTargets });
    expect(open()).toMatchObject([
      { id: 'e1', step: 'EMERGENCY_REPORT', role: 'unit', limit: { date: '2026-10-10', from: 'target' } },
    ]);
    const report: Ask = { type: 'report-emergency', suspensionId: 'e1', words: 'TEST' };
    story.does(business, report);
    expect(open()).toEqual([]);
    expect(story.refusal(business, report)).toMatchObject({ code: 'ALREADY_EXISTS' });
  });

  it('ends by a request to resume, through the gates', () => {
    const story = openMatter().does(technical, emergency);
    expect(story.refusal(technical, { ...emergency, suspensionId: 'e2' })).toMatchObject({
      code: 'WRONG_STATUS',
      status: 'SUSPENDED',
    });
    passThrough(story, request('r1', 'resume'));
    expect(standing(story.state, story.now).status).toBe('OPEN');
  });

  it('stops a resumption that was decided for later', () => {
    const story = openMatter().does(business, request('r1', 'suspend')).does(reform, reformSays('r1'));
    story.does(dataCentre, result('r1', true, '2026-03-10T00:00:00.000Z'));
    story.does(business, request('r2', 'resume')).does(reform, reformSays('r2'));
    story.does(dataCentre, result('r2', true, '2026-03-20T00:00:00.000Z'));
    story.at('2026-03-05T00:00:00.000Z').does(technical, emergency);
    expect(standing(story.state, new Date('2026-04-01T00:00:00.000Z')).status).toBe('SUSPENDED');
  });

  it('is told in time before a suspension that was asked for: that one is then refused, not done twice', () => {
    const story = openMatter().does(business, request('r1', 'suspend')).does(reform, reformSays('r1'));
    story.does(technical, emergency);
    expect(story.refusal(dataCentre, result('r1'))).toMatchObject({ code: 'WRONG_STATUS' });
    story.does(dataCentre, result('r1', false));
    expect(story.stepOf('r1')).toBe('REJECTED');
  });
});
