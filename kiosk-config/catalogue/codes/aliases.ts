import { z } from 'zod';
import builtIn from './aliases.json' with { type: 'json' };
import { parseBasicCode } from './matter-code.ts';

/**
 * Other codes by which a matter is known: codes changed over the years, and the centres' own systems have short ones.
 * Versioned data, so that a newer table can be told from an older one.
 */
export const aliasTableSchema = z
  .strictObject({
    version: z.string().regex(/^\d{4}\.\d+$/),
    aliases: z.array(
      z.strictObject({
        alias: z.string().regex(/^[0-9A-Z_]{2,50}$/),
        kind: z.enum(['short-code', 'earlier-code']),
        basicCode: z.string().refine((code) => parseBasicCode(code) !== null, 'is no basic code'),
      }),
    ),
  })
  .superRefine(({ aliases }, context) => {
    aliases.forEach(({ alias, basicCode }, index) => {
      const refuse = (message: string): void =>
        context.addIssue({ code: 'custom', path: ['aliases', index], message });
      if (aliases.findIndex((each) => each.alias === alias) !== index) refuse(`${alias} is listed twice`);
      // A chain would make the answer depend on how often one asks.
      if (aliases.some((each) => each.alias === basicCode)) refuse(`${basicCode} is itself an alias`);
    });
  });
export type AliasTable = z.infer<typeof aliasTableSchema>;

export const builtInAliases: AliasTable = aliasTableSchema.parse(builtIn);

/** The basic code in force that is meant by a basic code, an earlier one or a short code; null where none is. */
export function resolveBasicCode(code: string, table: AliasTable = builtInAliases): string | null {
  const known = table.aliases.find(({ alias }) => alias === code)?.basicCode;
  return known ?? (parseBasicCode(code) ? code : null);
}
