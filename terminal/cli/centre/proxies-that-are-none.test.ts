import { expect, it } from 'vitest';
import { UsageError } from '../command.ts';
import { proxiesOf } from './proxies.ts';

it.each([
  [null, []],
  ['10.0.0.5', ['10.0.0.5']],
  ['10.0.0.5,2001:db8::6', ['10.0.0.5', '2001:db8::6']],
])('--proxies %s names those', (text, proxies) => {
  expect(proxiesOf(text)).toEqual(proxies);
});

// Each of these would trust nobody, or everybody, without a word.
it.each([
  '',
  '10.0.0.5,',
  '10.0.0.5, 10.0.0.6',
  'balancer.example',
  '10.0.0.0/8',
  '10.0.0.5:80',
  'true',
  '1',
])('--proxies %j is refused', (text) => {
  expect(() => proxiesOf(text)).toThrow(UsageError);
});
