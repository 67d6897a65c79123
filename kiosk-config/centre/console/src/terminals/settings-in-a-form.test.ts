import { describe, expect, it } from 'vitest';
import { configurationInput } from '../../../contract/index.ts';
import { settingEn, settingZh } from '../words/settings.ts';
import {
  draftOf,
  settingChanges,
  settingFields,
  settingsOf,
  valueAt,
  type Settings,
} from './setting-fields.ts';

const whole: Settings = {
  site: {
    name: { zh: '测试中心', en: 'TEST centre' },
    hours: { zh: '周一至周五' },
    timetable: { monday: '08:30-11:30 13:00-17:30', exceptions: ['2026-12-31 09:00-12:00', '2027-01-04'] },
    announcements: [{ zh: '公告', en: 'Notice' }, { zh: '只有中文' }],
  },
  diagonalInches: 21.5,
  panel: { centreMm: 1180 },
  session: { idleMs: 90_000, countdownMs: 20_500, careFactor: 2 },
  modules: { switchedOff: ['payment'] },
  updates: { version: '1.2.0', window: '22:30-05:00' },
  devices: { receiptPrinter: { kind: 'simulated' } },
};

describe('settings in a form', () => {
  it('have a field and words each, in both languages', () => {
    const keys = settingFields.map(({ key }) => key);
    expect(keys).toContain('session.idleMs');
    expect(keys.toSorted()).toEqual(Object.keys(settingZh.fields).toSorted());
    expect(keys.toSorted()).toEqual(Object.keys(settingEn.fields).toSorted());
  });

  it('are typed in seconds, within the limits of the contract', () => {
    expect(settingFields.find(({ key }) => key === 'session.idleMs')).toMatchObject({
      ...{ kind: 'seconds', least: 0.5, most: 600 },
    });
  });

  it('come out as they went in, and fit the contract', () => {
    const { settings, wrong } = settingsOf(draftOf(whole));
    expect([settings, wrong]).toEqual([whole, {}]);
    expect(configurationInput.shape.everywhere.safeParse(settings).success).toBe(true);
  });

  it('that nobody typed are not set', () => {
    expect(settingsOf(draftOf({}))).toEqual({ settings: {}, wrong: {} });
  });

  it.each([
    ['session.idleMs', '0.4', 'number'],
    ['session.idleMs', '601', 'number'],
    ['session.careFactor', '两倍', 'number'],
    ['diagonalInches', '', undefined],
    ['diagonalInches', ' ２１．５ ', undefined],
    ['devices', '{ "camera": ', 'json'],
    ['updates.version', '1.2', 'update'],
    ['updates.version', ' １.2.０ ', undefined],
    ['updates.window', '22:30 至 5:00', undefined],
    ['updates.window', '夜里', 'update'],
    ['devices', '[1]', 'json'],
  ])('%s typed as %j', (key, text, fault) => {
    const draft = draftOf(whole);
    draft.texts[key] = text;
    expect(settingsOf(draft).wrong).toEqual(fault ? { [key]: fault } : {});
  });

  it.each([
    ['site.timetable.friday', ' 8:30 – 11:30、13:00—17:30 ', '08:30-11:30 13:00-17:30'],
    ['site.timetable.friday', '８：３０至１７：００', '08:30-17:00'],
    ['site.timetable.friday', '13:00-17:30 08:30-11:30', undefined],
    ['site.timetable.friday', '全天', undefined],
    [
      'site.timetable.exceptions',
      '2026-12-31 9:00-12:00\n\n2027-01-04\n',
      ['2026-12-31 09:00-12:00', '2027-01-04'],
    ],
    ['site.timetable.exceptions', '2026-02-30', undefined],
  ])('%s typed as %j', (key, text, value) => {
    const draft = draftOf({});
    draft.texts[key] = text;
    const { settings, wrong } = settingsOf(draft);
    expect(wrong).toEqual(value === undefined ? { [key]: 'hours' } : {});
    expect(valueAt(settings, key)).toEqual(value);
  });

  it('of citizens want Chinese; a line that was left empty is none', () => {
    const draft = draftOf(whole);
    draft.words['site.staff'] = { zh: ' ', en: 'Desk 1' };
    draft.lists['site.announcements']!.push({ zh: '', en: '' });
    const { settings, wrong } = settingsOf(draft);
    expect(wrong).toEqual({ 'site.staff': 'chinese' });
    expect(settings.site?.announcements).toHaveLength(2);
  });
});

describe('what a version changes', () => {
  const before = { everywhere: whole, sites: { 'TEST-1': { diagonalInches: 32 } }, terminals: {} };

  it('is nothing for the same', () => {
    expect(settingChanges(before, structuredClone(before))).toEqual([]);
  });

  it('is told setting by setting, for all and for each', () => {
    const session = { ...whole.session, idleMs: 60_000 };
    const after = { everywhere: { ...whole, session }, sites: {}, terminals: { T1: { diagonalInches: 24 } } };
    const told = settingChanges(before, after).map(({ scope, field, before: was, after: is }) => {
      return [scope.kind, scope.code, field.key, was, is];
    });
    expect(told).toEqual([
      ['everywhere', '', 'session.idleMs', 90_000, 60_000],
      ['site', 'TEST-1', 'diagonalInches', 32, undefined],
      ['terminal', 'T1', 'diagonalInches', undefined, 24],
    ]);
  });
});
