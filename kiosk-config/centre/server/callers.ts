import type { FastifyRequest } from 'fastify';
import type { Officer } from '../contract/index.ts';

/** A terminal that proved its key on this request. */
export interface TerminalCaller {
  readonly terminalId: string;
  readonly siteCode: string;
}

/** A machine of a unit. */
export interface CredentialCaller {
  readonly credentialId: string;
  readonly unitCode: string;
  readonly purpose: string;
}

/** A request as those see it who check a proof: `rawBody` is what came, byte for byte. */
export type ProvenRequest = Pick<FastifyRequest, 'method' | 'url' | 'headers'> & { readonly rawBody: Buffer };

/** How callers are recognised. Each answers the caller or throws a Refusal. */
export interface Recognition {
  /** @param isActivity false for what a page asks by itself */
  officer(sessionToken: string, isActivity: boolean): Promise<Officer | null>;
  terminal(request: ProvenRequest): Promise<TerminalCaller>;
  credential(request: ProvenRequest): Promise<CredentialCaller>;
}
