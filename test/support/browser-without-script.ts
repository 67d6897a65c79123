import type { CitizenCard } from '@tongban/peripherals/id-card-reader';

/** What a person types and chooses. */
interface Typed {
  readonly card: Pick<CitizenCard, 'name' | 'idNumber' | 'address' | 'nation'>;
  readonly answers: Readonly<Record<string, string | boolean>>;
  /** Who files for the person of the card. */
  readonly agent?: Pick<CitizenCard, 'name' | 'idNumber'>;
  /** The enterprise that the person of the card acts for. */
  readonly enterprise?: { readonly name: string; readonly creditCode: string };
  /** By material code. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/**
 * Does by HTTP what a browser without a script does with the portal's pages: opens the page, fills in the inputs that
 * it finds there, posts the form, follows to the receipt. An answer without an input on the page is not posted.
 */
export class Browser {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Matters of the list, in its order. */
  async matters(): Promise<string[]> {
    const page = await this.#get('/portal/');
    return [...page.matchAll(/href="\/portal\/matters\/([0-9A-Z]{33})"/g)].map(([, item = '']) => item);
  }

  /** @returns the number of the receipt, or the inputs that were named as wrong */
  async apply(
    handleItem: string,
    typed: Typed,
    changes: { readonly key?: string } = {},
  ): Promise<{ readonly applyNo: string; readonly troubles: readonly string[] }> {
    const data = await this.#filledIn(handleItem, typed);
    if (changes.key !== undefined) data.set('key', changes.key);
    const response = await fetch(`${this.#url}/portal/matters/${handleItem}`, { method: 'POST', body: data });
    const page = await response.text();
    const troubles = [
      ...page.matchAll(/aria-invalid|href="#((?:card|agent|enterprise|answer|material)\.[^"]+)"/g),
    ];
    return {
      applyNo: /id="apply-no"[^>]*>\s*([^<\s]+)/.exec(page)?.[1] ?? '',
      troubles: troubles.flatMap(([, input]) => input ?? []),
    };
  }

  /** @returns the inputs that do not fit, files aside */
  async check(handleItem: string, typed: Typed): Promise<string[]> {
    const response = await fetch(`${this.#url}/portal/matters/${handleItem}/check`, {
      ...{ method: 'POST', body: await this.#filledIn(handleItem, typed) },
    });
    const { troubles } = (await response.json()) as { troubles: { input: string }[] };
    return troubles.map(({ input }) => input);
  }

  async #filledIn(
    handleItem: string,
    { card, answers, agent, enterprise, files = {} }: Typed,
  ): Promise<FormData> {
    const page = await this.#get(`/portal/matters/${handleItem}`);
    const data = new FormData();
    const typed: Readonly<Record<string, string | boolean>> = {
      ...{ 'card.name': card.name, 'card.idNumber': card.idNumber },
      ...{ 'card.address': card.address, 'card.nation': card.nation.name },
      ...(agent ? { 'agent.acts': true, 'agent.name': agent.name, 'agent.idNumber': agent.idNumber } : {}),
      ...(enterprise && {
        ...{ 'enterprise.name': enterprise.name, 'enterprise.creditCode': enterprise.creditCode },
      }),
      ...Object.fromEntries(Object.entries(answers).map(([name, value]) => [`answer.${name}`, value])),
    };
    for (const { type, name, value } of inputsOf(page)) {
      if (type === 'hidden') data.set(name, value);
      else if (type === 'file') {
        const bytes = files[name.slice('material.'.length)];
        const file = bytes ? new Blob([new Uint8Array(bytes)]) : new Blob([]);
        data.set(name, file, bytes ? 'file' : '');
      } else if (type === 'checkbox') {
        if (typed[name] === true) data.set(name, value);
      } else if (type === 'radio') {
        if (typed[name] === value) data.set(name, value);
      } else data.set(name, String(typed[name] ?? ''));
    }
    return data;
  }

  async #get(path: string): Promise<string> {
    const response = await fetch(`${this.#url}${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  }
}

function inputsOf(page: string): { type: string; name: string; value: string }[] {
  return [...page.matchAll(/<input\s([^>]*)>/g)].map(([, attributes = '']) => {
    const read = (name: string): string =>
      new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    return { type: read('type'), name: read('name'), value: read('value') };
  });
}
