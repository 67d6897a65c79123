import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { documentedGroups } from './documented.ts';
import { generated, textOf } from './generate.ts';
import { openApiDocument } from './openapi.ts';
import type { Operation } from './operation.ts';
import { problems } from './problem.ts';

describe('what is generated from the contract', () => {
  it.each(generated.map((each) => [each.file.split('/').at(-1), each] as const))(
    '%s is current; otherwise run `node sync/contract/generate.ts`',
    async (_, each) => {
      expect(readFileSync(each.file, 'utf8')).toBe(await textOf(each));
    },
  );
});

interface OperationObject {
  readonly operationId: string;
  readonly 'x-legacy-name'?: string;
  readonly parameters: readonly { readonly $ref?: string; readonly name?: string; readonly in?: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}
type Document = ReturnType<typeof openApiDocument> & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: { readonly parameters: object; readonly schemas: object };
};

/** Of the platform and of the other modules, by name. */
const documented: Readonly<Record<string, Operation>> = Object.assign({}, ...Object.values(documentedGroups));

describe('the OpenAPI document', () => {
  const document = JSON.parse(JSON.stringify(openApiDocument())) as Document;
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  );

  it('has every operation once, with its path parameters declared and a refusal for every code', () => {
    expect(all.map(({ operation }) => operation.operationId).sort()).toEqual(Object.keys(documented).sort());
    for (const { path, operation } of all) {
      const declared = operation.parameters.filter((each) => each.in === 'path').map((each) => each.name);
      expect(declared, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
      const answers = Object.values(operation.responses).map(({ description }) => description);
      const source = documented[operation.operationId];
      for (const code of source?.problems ?? []) expect(answers.join(), path).toContain(code);
    }
    const named = all.flatMap(({ operation }) => operation['x-legacy-name'] ?? []);
    expect(named.sort()).toEqual([
      ...['getApplyNo', 'getItemDetailByID', 'getItemInfo', 'queryApplyInfo', 'saveApplyInfo'],
      ...['submitApplyInfo', 'uploadApplyStuffs', 'uploadApplySupplementStuffs'],
    ]);
  });

  it('points only to what there is, and holds only valid JSON Schemas of 2020-12', () => {
    const text = JSON.stringify(document);
    for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g)) {
      expect(document.components[kind as 'schemas' | 'parameters']).toHaveProperty(name);
    }
    const ajv = new Ajv2020({
      strict: true,
      allowUnionTypes: true,
      strictTypes: false,
      strictRequired: false,
    });
    ajvFormats.default(ajv);
    let schemas = 0;
    const compileAll = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, each] of Object.entries(value)) {
        if (key === 'schema' && !('$ref' in each)) {
          ajv.compile(each as object);
          schemas += 1;
        } else compileAll(each);
      }
    };
    compileAll(document.paths);
    compileAll(document.components.parameters);
    for (const each of Object.values(document.components.schemas)) ajv.compile(each as object);
    expect(schemas).toBeGreaterThan(Object.keys(documented).length);
  });

  it('names every code of the contract somewhere', () => {
    const text = JSON.stringify(document.paths);
    expect(Object.keys(problems).filter((code) => !text.includes(code))).toEqual([]);
  });
});
