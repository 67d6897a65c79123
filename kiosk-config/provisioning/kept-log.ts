/**
 * The newest lines of the log, for the centre to ask for. Only what is on the allow-list is kept, each in its own form:
 * what nobody thought of stays here, so a mistake in a line of the program cannot carry a citizen's words away.
 */

type Value = string | number | boolean;

/** `core.started`, `submission-held`. */
const EVENT = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/;

const WORD = /^[a-z][a-z-]{0,39}$/;
const CODE = /^[A-Z][A-Z_]{2,63}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A name of an error or of the system: `ECONNREFUSED`, `SQLITE_FULL`, `TypeError`. */
const ERROR = /^(?:E[A-Z]{2,20}|SQLITE_[A-Z_]{2,40}|[A-Z][A-Za-z]{2,30}Error)$/;
const VERSION = /^\d{1,4}(?:\.\d{1,4}){0,2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Facts by name, with the forms that their text may have. Numbers and yes or no pass where the name does. */
const FACTS: Readonly<Record<string, readonly RegExp[]>> = {
  ...Object.fromEntries(
    ['status', 'state', 'device', 'module', 'kind', 'cause', 'outcome', 'by', 'suite', 'part'].map((name) => [
      name,
      [WORD],
    ]),
  ),
  ...{ reason: [WORD, CODE, ERROR], code: [WORD, CODE], error: [ERROR], detail: [WORD, CODE, ERROR] },
  ...{ id: [UUID], corrects: [UUID], version: [VERSION], day: [DAY], since: [INSTANT], until: [INSTANT] },
  ...Object.fromEntries(
    [
      ...['matters', 'unsent', 'count', 'failures', 'freeShare', 'restartMs', 'managementNumber', 'hardware'],
      ...['begun', 'prefilled', 'salvaged', 'restored', 'quarantined', 'lost', 'number'],
    ].map((name) => [name, []]),
  ),
};

/** Nothing that a count or a share needs; identity and telephone numbers are longer. */
const LARGEST = 9_999_999;

const MOST_LINES = 2000;
/** Bound of the contract, with room for its JSON. */
const MOST_CHARACTERS = 150_000;

export class KeptLog {
  readonly #lines: string[] = [];

  keep(event: string, facts: Readonly<Record<string, Value>>, at: Date): void {
    const kept = Object.entries(facts).filter(([name, value]) => passes(name, value));
    const dropped = Object.keys(facts).length - kept.length;
    const line = {
      ...{ at: at.toISOString(), event: EVENT.test(event) ? event : 'unnamed', ...Object.fromEntries(kept) },
      ...(dropped > 0 && { dropped }),
    };
    this.#lines.push(JSON.stringify(line));
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }

  /** JSON lines, the newest last. */
  text(): string {
    let size = 0;
    const from = this.#lines.findLastIndex((line) => (size += line.length + 1) > MOST_CHARACTERS);
    return this.#lines.slice(from + 1).join('\n');
  }
}

function passes(name: string, value: Value): boolean {
  const forms = Object.hasOwn(FACTS, name) ? FACTS[name] : undefined;
  if (!forms) return false;
  if (typeof value === 'string') return forms.some((form) => form.test(value));
  return typeof value === 'boolean' || Math.abs(value) <= LARGEST;
}
