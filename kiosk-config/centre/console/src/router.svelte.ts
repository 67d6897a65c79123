/**
 * Where an officer is, in the address behind `#`: `#/matters/3100…?state=open`. A list keeps its place there, so that
 * Back comes to the list as it was.
 */
class Router {
  path: readonly string[] = $state.raw([]);
  query: URLSearchParams = $state.raw(new URLSearchParams());

  constructor() {
    this.#read();
    addEventListener('hashchange', () => this.#read());
  }

  #read(): void {
    const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
    this.path = path.split('/').filter(Boolean).map(decodeURIComponent);
    this.query = new URLSearchParams(query);
  }

  /** Changes the filter of the page that is open, without a new step for Back. */
  filter(change: Readonly<Record<string, string | null>>): void {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(change)) {
      if (value === null || value === '') query.delete(name);
      else query.set(name, value);
    }
    history.replaceState(null, '', addressOf(this.path, query));
    this.#read();
  }

  go(...path: string[]): void {
    location.hash = addressOf(path);
  }
}

export function addressOf(path: readonly string[], query?: URLSearchParams): string {
  const text = query?.toString() ?? '';
  return `#/${path.map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

export const router = new Router();
