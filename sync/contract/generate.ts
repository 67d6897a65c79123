import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { documentationPage } from './documentation.ts';
import { openApiDocument } from './openapi.ts';

/** Where what is generated lies, and what it must be now: `node sync/contract/generate.ts` writes it. */
export const generated = [
  {
    file: fileURLToPath(new URL('./openapi.json', import.meta.url)),
    make: () => JSON.stringify(openApiDocument()),
  },
  {
    file: fileURLToPath(new URL('../../docs/platform-api.md', import.meta.url)),
    make: documentationPage,
  },
] as const;

/** The text of a generated file, formatted as the project's files are. */
export async function textOf({ file, make }: (typeof generated)[number]): Promise<string> {
  const options = (await prettier.resolveConfig(file)) ?? {};
  return prettier.format(make(), { ...options, filepath: file });
}

if (import.meta.main) {
  for (const each of generated) writeFileSync(each.file, await textOf(each));
}
