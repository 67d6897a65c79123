import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { expect, it } from 'vitest';
import { ROLES } from '../contract/index.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { malformedText, malformedValue, type JsonSchema } from '../testing/malformed.ts';
import { platformCredential } from '../testing/platform-credential.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';

/** Requests on each database; the long form is `TONGBAN_MALFORMED=10000`. */
const REQUESTS = Number(process.env['TONGBAN_MALFORMED'] ?? 600);
const TIMEOUT_MS = Math.max(120_000, REQUESTS * 100);

interface Route {
  readonly method: string;
  readonly path: string;
  readonly body: JsonSchema | null;
  /** Of the values in the path, in their order. */
  readonly places: readonly JsonSchema[];
  readonly query: readonly { readonly name: string; readonly schema: JsonSchema }[];
}

interface Documented {
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

function routesOf({ app }: TestCentre): Route[] {
  const paths = (app.swagger().paths ?? {}) as Record<string, Record<string, Documented>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      ...{ method: method.toUpperCase(), path },
      body: requestBody?.content['application/json']?.schema ?? null,
      places: parameters.filter((each) => each.in === 'path').map(({ schema }) => schema),
      query: parameters.filter((each) => each.in === 'query'),
    })),
  );
}

/** Everything about it may be wrong: address, query, header, media type, body. */
function requestTo({ method, path, places, body, query }: Route, callers: readonly Record<string, string>[]) {
  const parts = path.split(/\{\w+\}/);
  const address = fc
    .tuple(...places.map(malformedText))
    .map((values) => parts.map((part, n) => part + encode(values[n])).join(''));
  const asked = fc
    .record(
      Object.fromEntries(
        [...query, { name: 'unknown', schema: {} }].map((each) => [each.name, malformedText(each.schema)]),
      ),
      { requiredKeys: [] },
    )
    .map(
      (values) =>
        new URLSearchParams(Object.entries(values).map(([name, value = '']) => [name, value.toWellFormed()])),
    );
  const rawUrl = fc.constantFrom(
    '/v1/%',
    '/v1/%ff%fe',
    '/v1//',
    '/v1/session/%00',
    `/v1/${'a'.repeat(5000)}`,
  );
  const url = fc.tuple(address, asked).map(([path, search]) => (search.size ? `${path}?${search}` : path));
  const json = malformedValue(body ?? {}).map((value) => JSON.stringify(value) ?? 'null');
  const broken = fc.constantFrom(
    '',
    '{',
    '[1,',
    '"\\ud800"',
    '{"a":1,"a":2}',
    '['.repeat(20_000),
    '{"__proto__":1}',
  );
  const payload = fc.oneof({ weight: 9, arbitrary: json }, { weight: 1, arbitrary: broken });
  const type = fc.oneof(
    { weight: 12, arbitrary: fc.constant('application/json') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'multipart/form-data'),
    },
  );
  return fc.record({
    method: fc.oneof(
      { weight: 20, arbitrary: fc.constant(method) },
      { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD') },
    ),
    url: fc.oneof({ weight: 20, arbitrary: url }, { weight: 1, arbitrary: rawUrl }),
    headers: fc.tuple(fc.constantFrom(...callers), type).map(([caller, each]) => ({
      ...{ host: 'centre.test', origin: 'http://centre.test', ...caller },
      ...(method !== 'GET' && { 'content-type': each }),
    })),
    ...(method !== 'GET' && { payload }),
  }) as fc.Arbitrary<InjectOptions & { method: string; url: string; headers: Record<string, string> }>;
}

function encode(text = ''): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%2F', '/');
}

eachDatabase('malformed requests against every route of the document', (engine) => {
  it(`get no 5xx and no trace: ${REQUESTS} of them`, { timeout: TIMEOUT_MS }, async () => {
    const centre = await testCentre(engine);
    await centre.app.ready();
    const officers = await Promise.all(ROLES.map((role) => centre.as(role)));
    const callers = [
      ...officers.map(({ cookie }) => ({ cookie })),
      ...[
        await platformCredential(centre),
        {},
        { cookie: 'tongban_session=%00' },
        { authorization: 'Bearer x' },
      ],
    ];
    const routes = routesOf(centre);
    expect(routes.length).toBeGreaterThan(20);
    const each = Math.ceil(REQUESTS / routes.length);
    const statuses = new Map<number, number>();
    for (const route of routes) {
      await fc.assert(
        fc.asyncProperty(requestTo(route, callers), async (request) => {
          const answer = await centre.app.inject(request as InjectOptions);
          statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
          expect(answer.statusCode, answer.body).toBeLessThan(500);
          expect(answer.body).not.toMatch(/\n\s+at |node_modules|\.ts:\d/);
          if (answer.statusCode >= 400 && request.method !== 'HEAD') {
            expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
            expect(answer.json()).toMatchObject({ type: 'about:blank', status: answer.statusCode });
          }
        }),
        { numRuns: each, endOnFailure: true },
      );
    }
    // Not all were stopped at the door.
    expect(statuses.get(400)).toBeGreaterThan(REQUESTS / 20);
    expect(statuses.get(200)).toBeGreaterThan(0);
    expect(await centre.services.audit.verify()).toMatchObject({ ok: true });
  });
});

eachDatabase('a NUL, which the text of PostgreSQL cannot hold', (engine) => {
  it('is refused in body and address before it comes to the database', async () => {
    const centre = await testCentre(engine);
    const administrator = await centre.as('administrator');
    const auditor = await centre.as('auditor');
    const body = { name: 'a\u0000b', password: 'x', code: '123456' };
    expect((await centre.ask('POST', '/v1/session', body)).json()).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await administrator.ask('GET', '/v1/accounts/%00')).json()).toMatchObject({
      code: 'REQUEST_INVALID',
    });
    expect((await auditor.ask('GET', '/v1/audit?actor=%00')).json()).toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });
});

eachDatabase('a number that no column of PostgreSQL holds', (engine) => {
  it('is refused in address and body', async () => {
    const centre = await testCentre(engine);
    const technician = await centre.as('technician');
    const resume = (version: number, revision: number) =>
      technician.ask('POST', `/v1/configurations/everywhere/versions/${version}/resume`, { revision });
    expect((await resume(2 ** 31 - 1, 2 ** 31 - 1)).json()).toMatchObject({ code: 'NOT_FOUND' });
    expect((await resume(2 ** 31, 1)).json()).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await resume(1, 2 ** 31)).json()).toMatchObject({ code: 'REQUEST_INVALID' });
  });
});
