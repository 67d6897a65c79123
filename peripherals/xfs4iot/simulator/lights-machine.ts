import type { Payload } from '../protocol/envelope.ts';
import { DONE, failed, Machine } from './machine.ts';
import type { Ending } from './machine.ts';

/** The lights of a terminal, each with its positions. */
export class LightsMachine extends Machine {
  readonly key = 'lights';
  readonly #positions: Readonly<Record<string, readonly string[]>>;
  readonly #rates = new Map<string, string>();
  /** How often a light was told something. */
  commands = 0;

  /** @param positions of each light that there is */
  constructor(positions: Readonly<Record<string, readonly string[]>>) {
    super();
    this.#positions = positions;
  }

  /** The lights that are on, at every position of theirs. */
  get lit(): readonly string[] {
    return Object.entries(this.#positions)
      .filter(([light, positions]) =>
        positions.every((position) => (this.#rates.get(`${light}/${position}`) ?? 'off') !== 'off'),
      )
      .map(([light]) => light)
      .sort();
  }
  get state(): Payload {
    return Object.fromEntries(
      Object.entries(this.#positions).map(([light, positions]) => [
        light,
        Object.fromEntries(
          positions.map((each) => [each, { flashRate: this.#rates.get(`${light}/${each}`) ?? 'off' }]),
        ),
      ]),
    );
  }
  get capabilities(): Payload {
    return Object.fromEntries(
      Object.entries(this.#positions).map(([light, positions]) => [
        light,
        Object.fromEntries(positions.map((each) => [each, { flashRate: { off: true, continuous: true } }])),
      ]),
    );
  }

  protected run(name: string, payload: Payload): Promise<Ending> {
    if (name !== 'Lights.SetLight') return Promise.resolve({ code: 'unsupportedCommand' });
    this.commands++;
    const wanted = Object.entries(payload as Record<string, Record<string, { flashRate: string }>>);
    for (const [light, positions] of wanted) {
      for (const position of Object.keys(positions)) {
        if (!this.#positions[light]?.includes(position)) return Promise.resolve(failed('invalidLight'));
      }
    }
    for (const [light, positions] of wanted) {
      for (const [position, { flashRate }] of Object.entries(positions)) {
        this.#rates.set(`${light}/${position}`, flashRate);
      }
    }
    this.changed();
    return Promise.resolve(DONE);
  }
}
