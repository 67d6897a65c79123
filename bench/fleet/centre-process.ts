/**
 * One process of the centre for the bench: `node centre-process.ts URL FOLDER`. Says where it listens, publishes when told,
 * and answers what memory and processor time it takes.
 */
import { startCentre } from '@tongban/kiosk-config/centre';
import { useOfThisProcess, type CentreOrder } from './messages.ts';

const [databaseUrl = '', dataFolder = ''] = process.argv.slice(2);
const centre = await startCentre({
  ...{
    dataFolder,
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    origin: null,
    proxies: [],
    pages: null,
    log: true,
  },
});
const { publisher, announcements, clock } = centre.services;
const BENCH = { id: null, role: null };
const DAY_MS = 86_400_000;

const orders: Readonly<Record<CentreOrder, () => Promise<unknown>>> = {
  async found() {
    return (await publisher.found())?.root.toString('utf8');
  },
  async announce() {
    const now = clock().getTime();
    await announcements.announce(
      {
        ...{ title: { zh: '测试公告', en: 'TEST' }, text: { zh: '测试', en: 'TEST' }, severity: 'notice' },
        ...{ from: new Date(now).toISOString(), until: new Date(now + DAY_MS).toISOString() },
      },
      BENCH,
    );
  },
  use: async () => useOfThisProcess(),
};

process.on('message', (order: CentreOrder) => {
  void orders[order]().then((value) => process.send?.(value ?? null));
});
// Of its own accord, not killed, so that --cpu-prof can write what it saw.
process.on('disconnect', () => process.exit(0));
process.send?.(Number(new URL(centre.url).port));
