import { describe, expect, test } from 'vitest';
import { parseOptions } from './options.ts';

const ORDINARY_USER = 1000;

test('all switches are understood, those of Chromium left alone', () => {
  const argv = [
    'electron',
    '/app',
    '--core-socket=/run/core.sock',
    '--ui=/ui',
    '--user-data-dir=/data',
    '--size=1080x1920',
    '--windowed',
    '--ozone-platform=x11',
  ];
  expect(parseOptions(argv, {}, ORDINARY_USER, false)).toEqual({
    ok: true,
    options: {
      socketPath: '/run/core.sock',
      uiFolder: '/ui',
      userData: '/data',
      size: { width: 1080, height: 1920 },
      windowed: true,
    },
  });
});

test('the socket may come from the environment, and the rest has defaults', () => {
  expect(parseOptions(['electron'], { TONGBAN_CORE_SOCKET: '/run/core.sock' }, ORDINARY_USER, false)).toEqual(
    {
      ok: true,
      options: { socketPath: '/run/core.sock', uiFolder: null, userData: null, size: null, windowed: false },
    },
  );
});

test.each([
  { name: 'no socket', argv: [], user: ORDINARY_USER, problem: /core-socket/ },
  { name: 'an empty socket', argv: ['--core-socket='], user: ORDINARY_USER, problem: /core-socket/ },
  {
    name: 'a size in words',
    argv: ['--core-socket=/s', '--size=big'],
    user: ORDINARY_USER,
    problem: /WIDTHxHEIGHT/,
  },
  {
    name: 'a size of nothing',
    argv: ['--core-socket=/s', '--size=0x0'],
    user: ORDINARY_USER,
    problem: /WIDTHxHEIGHT/,
  },
  { name: 'no sandbox', argv: ['--core-socket=/s', '--no-sandbox'], user: ORDINARY_USER, problem: /refused/ },
])('$name is refused in words', ({ argv, user, problem }) => {
  const parsed = parseOptions(argv, {}, user, false);
  expect(parsed.ok ? '' : parsed.problem).toMatch(problem);
});

test('root may go without the sandbox, which Chromium cannot give it', () => {
  expect(parseOptions(['--core-socket=/s', '--no-sandbox'], {}, 0, false).ok).toBe(true);
});

describe('the packaged shell', () => {
  const parse = (...argv: readonly string[]) => parseOptions(['tongban', ...argv], {}, ORDINARY_USER, true);

  test('takes what its unit tells it', () => {
    expect(parse('--core-socket=/run/core.sock', '--user-data-dir=/run/data')).toMatchObject({ ok: true });
  });

  test.each([
    '--windowed',
    '--inspect',
    '--inspect-brk=9229',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--load-extension=/x',
    '--js-flags=--allow-natives-syntax',
    '-e',
    '/another/program.js',
  ])('refuses %s', (word) => {
    const parsed = parse('--core-socket=/run/core.sock', word);
    expect(parsed.ok ? '' : parsed.problem).toContain(`${word} is refused`);
  });
});
