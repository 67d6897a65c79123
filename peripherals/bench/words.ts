import { z } from 'zod';

/** A text for the page, which chooses the language. */
export interface TwoLanguages {
  readonly zh: string;
  readonly en: string;
}

/** The faults that a device can be given, and those that wait to happen. */
export interface FaultsOnBench {
  readonly kinds: readonly { readonly kind: string; readonly name: TwoLanguages }[];
  readonly armed: readonly string[];
}

/** The sentence that answers a call which is not understood. */
export function describeProblem(error: z.ZodError): string {
  return `The bench does not understand this call: ${z.prettifyError(error)}`;
}
