import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { statusXml } from './simulator/documents.ts';
import type { ScannerFault } from './simulator/index.ts';
import { esclRig, FEEDER, FLATBED, Rig, TEST_DELAYS } from './test-support.ts';

test.each<ScannerFault>(['garbage-xml', 'entity-bomb'])(
  '%s is a fault, and over when it is over',
  async (fault) => {
    await using setup = await esclRig();
    const { simulator, rig } = setup;
    simulator.faults.failRepeatedly(fault);
    await rig.reaches('fault');
    expect(rig.scanner.status.availability).toBe('needs-attention');
    simulator.faults.clear();
    await rig.reaches('no-paper-in-feeder');
  },
);

test('a job whose address names another host is fetched from the device all the same', async () => {
  await using setup = await esclRig();
  const { simulator, scanner } = setup;
  simulator.faults.failNext('foreign-location');
  expect((await scanner.scan(FLATBED)).kind).toBe('scanned');
});

/** A device of a few fixed answers; every path that is not named answers 404. */
async function deviceThatAnswers(answers: Readonly<Record<string, () => [number, string]>>): Promise<{
  url: string;
  asked: string[];
  close(): void;
}> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const call = `${request.method} ${request.url}`;
    asked.push(call);
    const [status, text] = answers[call]?.() ?? [404, ''];
    response.writeHead(status, status === 201 || status === 302 ? { location: text } : {});
    response.end(status === 201 || status === 302 ? '' : text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/eSCL`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test.each([
  [401, 'access-denied'],
  [403, 'access-denied'],
  [404, 'fault'],
  [500, 'fault'],
  [503, 'busy'],
] as const)('a device that answers %i when asked how it is: %s', async (status, kind) => {
  const device = await deviceThatAnswers({ 'GET /eSCL/ScannerStatus': () => [status, ''] });
  await using rig = new Rig({ kind: 'escl', url: device.url, delays: TEST_DELAYS });
  await rig.reaches(kind);
  expect(rig.scanner.capabilities).toBeNull();
  expect(await rig.scanner.scan(FLATBED)).toMatchObject({ kind: 'failed' });
  device.close();
});

test('a redirection is not followed', async () => {
  const elsewhere = await deviceThatAnswers({});
  const device = await deviceThatAnswers({
    'GET /eSCL/ScannerStatus': () => [302, `${elsewhere.url}/ScannerStatus`],
  });
  await using rig = new Rig({ kind: 'escl', url: device.url, delays: TEST_DELAYS });
  await rig.reaches('fault');
  expect(elsewhere.asked).toEqual([]);
  device.close();
  elsewhere.close();
});

test('a device that says "jam" when told to scan from an empty feeder has an empty feeder', async () => {
  const { capabilitiesXml } = await import('./simulator/documents.ts');
  let wasStarted = false;
  const device = await deviceThatAnswers({
    'GET /eSCL/ScannerCapabilities': () => [200, capabilitiesXml()],
    'GET /eSCL/ScannerStatus': () => [
      200,
      statusXml({ state: 'Idle', adfState: wasStarted ? 'ScannerAdfJam' : 'ScannerAdfEmpty', job: null }),
    ],
    'POST /eSCL/ScanJobs': () => {
      wasStarted = true;
      return [201, '/eSCL/ScanJobs/1'];
    },
    'DELETE /eSCL/ScanJobs/1': () => {
      wasStarted = false;
      return [200, ''];
    },
  });
  await using rig = new Rig({ kind: 'escl', url: device.url, delays: TEST_DELAYS });
  await rig.reaches('no-paper-in-feeder');
  expect(await rig.scanner.scan(FEEDER)).toEqual({
    kind: 'failed',
    reason: 'no-paper-in-feeder',
    pagesSoFar: [],
  });
  expect(device.asked).toContain('DELETE /eSCL/ScanJobs/1');
  device.close();
});
