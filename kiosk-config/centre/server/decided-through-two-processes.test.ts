import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { onDatabase } from '../testing/each-database.ts';
import { matterDeskFrom, testDocument, type MatterDesk } from '../testing/matter-desk.ts';
import type { TestOfficer } from '../testing/callers.ts';

const PROGRAM = join(import.meta.dirname, '../testing/run-centre.ts');
const TIMEOUT_MS = 60_000;
const RACES = 5;

interface Running {
  readonly url: string;
}

async function start(dataFolder: string, databaseUrl: string): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM, dataFolder, databaseUrl], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as Running;
}

const post = ({ url }: Running, { cookie }: TestOfficer, path: string, body: unknown) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify(body),
  });

onDatabase('PostgreSQL', (engine) => {
  /** A desk beside the processes, on their database. */
  const beside = async () => {
    const source = await engine.place();
    if (!('url' in source)) throw new Error('this is about PostgreSQL');
    const folder = mkdtempSync(join(tmpdir(), 'tongban-centre-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const database = await engine.open(source);
    const desk: MatterDesk = await matterDeskFrom({ ...engine, open: async () => database }, new Date());
    return { desk, begin: () => start(folder, source.url) };
  };

  it(
    'of two officers who decide at once through two processes one does, the other hears why not',
    { timeout: TIMEOUT_MS },
    async () => {
      const { desk, begin } = await beside();
      const [a, b] = await Promise.all([begin(), begin()]);
      let requestId = await desk.apply('open', testDocument());
      const ways = new Set<string>();
      for (let race = 1; race <= RACES; race += 1) {
        const at = `/v1/matter-requests/${requestId}`;
        const { step } = (await desk.officers.auditor.ask('GET', at)).json<{ step: string }>();
        const [role, gate] =
          step === 'MZ_REVIEW' ? (['bureau', 'mz-review'] as const) : (['reform', 'sg-review'] as const);
        const [one, other] = [desk.officers[role], await desk.as(role)];
        const body = { revision: await desk.revision(), approve: false, words: 'TEST' };
        const answers = await Promise.all([
          post(a, one, `${at}/${gate}`, body),
          post(b, other, `${at}/${gate}`, body),
        ]);
        const told = await Promise.all(
          answers.map(async (each) => [each.status, ((await each.json()) as { code?: string }).code]),
        );
        expect(told.map(([status]) => status).toSorted()).toEqual([200, 409]);
        ways.add(String(told.find(([status]) => status === 409)?.[1]));
        expect((await desk.officers.auditor.ask('GET', at)).json()).toMatchObject({ step: 'REJECTED' });
        requestId = await desk.send('open', { version: '2026.1' });
      }
      expect([...ways]).toEqual(['STALE']);
      expect(await desk.services.audit.verify()).toMatchObject({ ok: true });
    },
  );
});
