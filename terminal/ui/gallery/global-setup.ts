import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveScreens, type BuiltScreens } from './built-screens.ts';

/** Where the tests of a run ask for built screens: `GET /?source=<folder>` answers their address. */
export const SCREENS_DOOR = 'TONGBAN_SCREENS_DOOR';

/** The screens are built once for all test files of a run, by the first that asks; a run that needs none builds none. */
export default async function setup(): Promise<() => Promise<void>> {
  const built = new Map<string, Promise<BuiltScreens>>();
  const door = createServer((request, response) => {
    const source = new URL(request.url ?? '/', 'http://door').searchParams.get('source') ?? '';
    const screens = built.get(source) ?? serveScreens(source);
    built.set(source, screens);
    screens.then(
      ({ url }) => response.end(url),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  process.env[SCREENS_DOOR] = `http://127.0.0.1:${(door.address() as AddressInfo).port}/`;
  return async () => {
    door.close();
    for (const screens of await Promise.allSettled(built.values()))
      if (screens.status === 'fulfilled') await screens.value.stop();
  };
}
