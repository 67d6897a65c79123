import { createServer } from 'node:http';
import { z } from 'zod';
const R = '/root/side/w14';
const { NetworkCable } = await import(R + '/peripherals/bench/network-cable.ts');
const { PlatformApi } = await import(R + '/sync/client/api.ts');
const big = 'x'.repeat(300_000);
const server = createServer((q, s) => { q.resume(); q.on('end', () => setTimeout(() => { s.writeHead(200, { 'content-type': 'application/json' }); s.end(JSON.stringify({ state: q.url!.includes('big') ? big : 'up' })); }, Math.random() * 30)); });
await new Promise<void>((r) => server.listen(0, '127.0.0.1', () => r()));
const cable = await NetworkCable.lay({ networkPort: 0, platformUrl: `http://127.0.0.1:${(server.address() as any).port}` });

const op = (p: string, method: string) => ({ method, path: '/' + p, summary: '', legacyName: null, query: null, body: null, answer: z.object({ state: z.string() }), problems: [] }) as any;
let n = 0, stuck = 0; const kinds: Record<string, number> = {};
const until = Date.now() + Number(process.argv[2] ?? 30) * 1000;
async function caller(api: any, path: string, method: string, every: () => number) {
  while (Date.now() < until) {
    const b = performance.now();
    const r = await Promise.race([api.callOperation('x', op(path, method), { timeoutMs: 1500, ...(method === 'POST' ? { body: { a: 1 }, idempotencyKey: 'k' } : {}) }), new Promise<any>((r) => setTimeout(() => r({ kind: 'STUCK' }), 6000))]);
    n++; const k = r.kind + (r.reason ? ' ' + r.reason : ''); kinds[k] = (kinds[k] ?? 0) + 1;
    if (r.kind === 'STUCK') { stuck++; console.log('stuck', path, Math.round(performance.now() - b)); }
    await new Promise((r) => setTimeout(r, every()));
  }
}
const t = setInterval(() => { const x = Math.random(); if (x < 0.97) cable.armReset(); else if (x < 0.985) { cable.set('hang'); setTimeout(() => cable.set('on'), Math.random() * 900); } else { cable.set('off'); setTimeout(() => cable.set('on'), Math.random() * 300); } }, 25);
const all: Promise<void>[] = [];
for (let k = 0; k < 60; k++) { const api = new PlatformApi(`http://127.0.0.1:${cable.port}`, '310199-07');
  all.push(caller(api, 'feed', 'GET', () => 1500 + Math.random() * 1000), caller(api, 'big', 'POST', () => Math.random() * 4200), caller(api, 'small', 'POST', () => 1990 + Math.random() * 20), caller(api, 'feed', 'GET', () => Math.random() * 300)); }
await Promise.all(all);
clearInterval(t);
console.log(n, stuck, kinds);
process.exit(0);
