import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from './texts.ts';

const handbook = readFileSync(join(import.meta.dirname, '../../../docs/handbook-staff.zh-CN.md'), 'utf8');
const { troubleTitle, closedForStaff, resultProblem, waitTitle, helpCall, wayPrint, way, idleTitle } =
  catalogue['zh-CN'];
const { hotline, hotlineFailed, hotlineSent, hotlineLookup } = catalogue['zh-CN'];
const { deliveryState } = catalogue['zh-CN'];
const { byPhone, phoneTitle, phoneDone, phoneNew, phoneLeave, materialProblem } = catalogue['zh-CN'];
const { payTitle, payLater, payGoOn, payNoWait } = catalogue['zh-CN'];

it.each([
  ...Object.values(troubleTitle),
  ...Object.values(closedForStaff),
  ...Object.values(resultProblem),
  ...[payTitle.unavailable, payTitle.closed, payTitle.unknown, payLater, payGoOn, payNoWait],
  ...[deliveryState.kept, deliveryState.refused],
  ...[waitTitle, helpCall, wayPrint, way['without-slip'], idleTitle],
  ...[byPhone, phoneTitle.expired, phoneDone, phoneNew, phoneLeave, materialProblem['phone-failed']],
  ...[hotline, hotlineFailed, hotlineSent.refused, hotlineLookup],
])('staff find in their handbook what to do when a screen says: %s', (words) => {
  expect(handbook).toContain(words);
});
