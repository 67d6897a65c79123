/** What `scanimage --all-options` prints about a device (sane-backends, frontend/scanimage.c, print_option). */
import type { Resolutions, ScanColour, ScanSource } from '../scan.ts';

interface SaneOption {
  /** What may be set, as printed: `75|150|300dpi`, `0..215.9mm (in steps of 1)`. */
  readonly constraint: string;
  /** As printed; null when the option is not active or cannot be read. */
  readonly value: string | null;
}

export interface SaneOptions {
  /** The device's own names of its sources; empty for a device with one source that has no name. */
  readonly sourceNames: Readonly<Partial<Record<ScanSource, string>>>;
  readonly modeNames: Readonly<Partial<Record<ScanColour, string>>>;
  /** Null when the device does not let it be chosen. */
  readonly resolutions: Resolutions | null;
  readonly maxWidthMm: number | null;
  readonly maxHeightMm: number | null;
  /** What sensors say, where a driver has them (the well-known options page-loaded and cover-open). */
  readonly pageLoaded: boolean | null;
  readonly coverOpen: boolean | null;
}

const MAX_OUTPUT_CHARACTERS = 200_000;
const OPTION_LINE = /^ {4}(-{1,2})([A-Za-z0-9-]{1,64})/;
const LAST_BRACKETS = / \[([^[\]]*)\]$/;

/** Reads the whole output; what is not understood is left out. */
export function parseSaneOptions(output: string): SaneOptions {
  const options = new Map<string, SaneOption>();
  for (const line of output.slice(0, MAX_OUTPUT_CHARACTERS).split('\n')) {
    const start = OPTION_LINE.exec(line);
    if (start !== null) options.set(start[2] ?? '', readOption(line.slice(start[0].length)));
  }
  const names = (option: string): readonly string[] =>
    (options.get(option)?.constraint ?? '')
      .split('|')
      .map((name) => name.trim())
      .filter(Boolean);
  return {
    sourceNames: {
      // A feeder that scans both sides gives each sheet twice, and the back is not asked for.
      ...named(
        'feeder',
        names('source').find((name) => /adf|feeder/i.test(name) && !/duplex|back/i.test(name)),
      ),
      ...named(
        'flatbed',
        names('source').find((name) => /flatbed|platen/i.test(name)),
      ),
    },
    modeNames: {
      ...named(
        'colour',
        names('mode').find((name) => /colou?r/i.test(name) && !/half/i.test(name)),
      ),
      ...named(
        'grey',
        names('mode').find((name) => /gr[ae]y/i.test(name)),
      ),
    },
    resolutions: readResolutions(options.get('resolution')?.constraint ?? ''),
    maxWidthMm: readMaximumMm(options.get('x')?.constraint ?? ''),
    maxHeightMm: readMaximumMm(options.get('y')?.constraint ?? ''),
    pageLoaded: readSensor(options.get('page-loaded')),
    coverOpen: readSensor(options.get('cover-open')),
  };
}

function readOption(text: string): SaneOption {
  // The value stands in the first brackets after the constraint, what the option is ("advanced") in those behind it.
  let rest = text.trimEnd();
  let value: string | null = null;
  for (let match = LAST_BRACKETS.exec(rest); match !== null; match = LAST_BRACKETS.exec(rest)) {
    value = match[1] ?? null;
    rest = rest.slice(0, match.index);
  }
  return { constraint: rest.trim(), value: value === 'inactive' ? null : value };
}

function readResolutions(constraint: string): Resolutions | null {
  const range =
    /^(?:auto\|)?(\d{1,5})(?:\.\d+)?\.\.(\d{1,5})(?:\.\d+)?dpi(?: \(in steps of (\d{1,5})\))?/.exec(
      constraint,
    );
  if (range !== null) {
    const [min, max, step] = [Number(range[1]), Number(range[2]), Number(range[3] ?? 1)];
    return max > 0 && min <= max
      ? { kind: 'range', min: Math.max(min, 1), max, step: Math.max(step, 1) }
      : null;
  }
  if (!constraint.endsWith('dpi')) return null;
  const values = constraint
    .slice(0, -'dpi'.length)
    .split('|')
    .filter((value) => /^\d{1,5}$/.test(value))
    .map(Number)
    .filter((value) => value > 0);
  return values.length === 0 ? null : { kind: 'list', values: [...new Set(values)].sort((a, b) => a - b) };
}

function readMaximumMm(constraint: string): number | null {
  const range = /^(?:auto\|)?-?\d{1,5}(?:\.\d+)?\.\.(\d{1,5}(?:\.\d+)?)mm/.exec(constraint);
  return range === null ? null : Number(range[1]);
}

function readSensor(option: SaneOption | undefined): boolean | null {
  return option?.value === 'yes' ? true : option?.value === 'no' ? false : null;
}

function named<K extends string>(key: K, name: string | undefined): Partial<Record<K, string>> {
  const answer: Partial<Record<K, string>> = {};
  if (name !== undefined) answer[key] = name;
  return answer;
}
