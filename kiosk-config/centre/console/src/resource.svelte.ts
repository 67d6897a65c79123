import { ask, type Answer, type Asked, type Refusal } from './api.ts';
import type { OperationName } from '../../contract/index.ts';
import { session } from './session.svelte.ts';

/** What a page shows of the centre: asked for when the page opens and whenever what it depends on changes. */
export class Resource<N extends OperationName> {
  value: Answer<N> | null = $state.raw(null);
  refusal: Refusal | null = $state.raw(null);
  readonly #name: N;
  readonly #asked: () => Asked<N>;
  #latest = 0;

  /** @param asked read inside an effect of the page: the resource follows it */
  constructor(name: N, asked: () => Asked<N>) {
    this.#name = name;
    this.#asked = asked;
    $effect(() => void this.refresh());
  }

  /** An answer that comes after a younger question is dropped. */
  async refresh(): Promise<void> {
    const asked = this.#asked();
    this.#latest += 1;
    const number = this.#latest;
    const answered = await ask(this.#name, asked);
    if (number !== this.#latest) return;
    if (answered.ok) {
      this.value = answered.value;
      this.refusal = null;
    } else if (answered.refusal.code === 'NOT_LOGGED_IN') session.officer = null;
    else this.refusal = answered.refusal;
  }
}
