/** What the shell is told when it is started, parsed once. */

export interface ShellOptions {
  /** Path of core's local socket. */
  readonly socketPath: string;
  /** Folder with the built screens; null: beside the shell's own bundle. */
  readonly uiFolder: string | null;
  /** Folder for what Electron itself keeps; null: Electron's default. */
  readonly userData: string | null;
  /** Pixels; null: the whole display. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Development: a framed window with developer tools and every key. */
  readonly windowed: boolean;
}

/** All that the shell of a terminal is told; whatever else Chromium or Node would listen to opens something. */
const OF_A_TERMINAL = ['core-socket', 'ui', 'user-data-dir', 'size'] as const;
const SIDE_MIN_PX = 320;
const SIDE_MAX_PX = 7680;

/**
 * Parses `--core-socket=PATH` (or TONGBAN_CORE_SOCKET), `--ui=FOLDER`, `--user-data-dir=FOLDER`,
 * `--size=WIDTHxHEIGHT` and `--windowed`. Other switches belong to Chromium and are left alone, but `--no-sandbox` is
 * refused unless the process is root's, whom Chromium does not sandbox: never the case on a terminal. The packaged shell
 * takes nothing but its own: no debugger, no developer tools, no program from the command line.
 * @returns the options, or a sentence that says what is wrong
 */
export function parseOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  userId: number | undefined,
  isPackaged: boolean,
): { readonly ok: true; readonly options: ShellOptions } | { readonly ok: false; readonly problem: string } {
  if (argv.includes('--no-sandbox') && userId !== 0) {
    return { ok: false, problem: '--no-sandbox is refused: start the shell as an ordinary user, sandboxed' };
  }
  if (isPackaged) {
    const [, ...words] = argv;
    const foreign = words.find((word) => !OF_A_TERMINAL.some((name) => word.startsWith(`--${name}=`)));
    if (foreign !== undefined) {
      return {
        ok: false,
        problem: `${foreign} is refused: a terminal's shell takes ${OF_A_TERMINAL.join(', ')}`,
      };
    }
  }
  const socketPath = valueOf(argv, 'core-socket') ?? env['TONGBAN_CORE_SOCKET'] ?? '';
  if (socketPath === '') {
    return { ok: false, problem: '--core-socket=PATH (or TONGBAN_CORE_SOCKET) is missing' };
  }
  const sizeText = valueOf(argv, 'size');
  const size = sizeText === null ? null : parseSize(sizeText);
  if (size === 'wrong') {
    return {
      ok: false,
      problem: `--size takes WIDTHxHEIGHT in pixels, each ${SIDE_MIN_PX} to ${SIDE_MAX_PX}`,
    };
  }
  return {
    ok: true,
    options: {
      socketPath,
      uiFolder: valueOf(argv, 'ui'),
      userData: valueOf(argv, 'user-data-dir'),
      size,
      windowed: argv.includes('--windowed'),
    },
  };
}

function valueOf(argv: readonly string[], name: string): string | null {
  const prefix = `--${name}=`;
  const value = argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
  return value === undefined || value === '' ? null : value;
}

function parseSize(text: string): { width: number; height: number } | 'wrong' {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(text);
  if (match === null) return 'wrong';
  const width = Number(match[1]);
  const height = Number(match[2]);
  const fits = (side: number) => side >= SIDE_MIN_PX && side <= SIDE_MAX_PX;
  return fits(width) && fits(height) ? { width, height } : 'wrong';
}
