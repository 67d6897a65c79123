import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { operations } from '../contract/index.ts';
import { OPENAPI_FILE, openApiText } from './generate.ts';

it('openapi.json is current; otherwise run `node kiosk-config/centre/server/generate.ts`', async () => {
  expect(readFileSync(OPENAPI_FILE, 'utf8')).toBe(await openApiText());
});

it('the document has the operations of the contract and no others', () => {
  const { paths } = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as {
    paths: Record<string, Record<string, { operationId?: string }>>;
  };
  const ids = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((each) => each.operationId),
  );
  expect(ids.toSorted()).toEqual(Object.keys(operations).toSorted());
});
