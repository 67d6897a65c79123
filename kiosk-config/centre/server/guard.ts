import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, Audit } from '../audit/audit.ts';
import { reachOf, type Access, type Action, type Officer, type Reach } from '../contract/index.ts';
import type { CredentialCaller, Recognition, TerminalCaller } from './callers.ts';
import { Refusal } from './refusal.ts';

/** Lies on this site's pages alone, is never sent from another site and cannot be read by a script. */
export const SESSION_COOKIE = 'tongban_session';
/** A page sends this with what it asks by itself, so that an officer who left is logged off. */
export const BACKGROUND_HEADER = 'tongban-background';
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says who may call it. */
    access?: Access;
  }
  interface FastifyRequest {
    officer: Officer | null;
    reach: Reach | null;
    terminal: TerminalCaller | null;
    credential: CredentialCaller | null;
    /** The body byte for byte; empty where there is none. */
    rawBody: Buffer;
  }
}

export interface GuardOptions {
  readonly recognition: Recognition;
  readonly audit: Audit;
  /** Address under which officers reach the centre, such as `https://centre.example`; null: whatever Host names. */
  readonly origin: string | null;
}

/** Lets nobody through who may not call, before anything of the request is looked at. */
export function guard(app: FastifyInstance, { recognition, audit, origin }: GuardOptions): void {
  app.decorateRequest('officer', null);
  app.decorateRequest('reach', null);
  app.decorateRequest('terminal', null);
  app.decorateRequest('credential', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined) throw new Error(`${route.url} does not say who may call it`);
  });

  app.addHook('onRequest', async (request, reply) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || !isForOfficers(access)) return;
    if (!READING.has(request.method)) checkOrigin(request, origin);
    if (access === 'public') return;
    const token = request.cookies[SESSION_COOKIE];
    const isActivity = request.headers[BACKGROUND_HEADER] === undefined;
    const officer = token === undefined ? null : await recognition.officer(token, isActivity);
    if (officer === null) throw new Refusal('NOT_LOGGED_IN');
    request.officer = officer;
    reply.header('cache-control', 'no-store');
    if (access === 'logged-in') return;
    request.reach = reachOf(officer.role, access);
    const named = request.params as { unitCode?: string; siteCode?: string };
    const isOwn =
      (request.reach !== 'own-unit' || named.unitCode === undefined || named.unitCode === officer.unitCode) &&
      (request.reach !== 'own-site' || named.siteCode === undefined || named.siteCode === officer.siteCode);
    if (request.reach === null || !isOwn) throw await forbidden(audit, request, access, officer);
  });

  // A proof covers the body, which is here only now; it is checked before the body is looked into.
  app.addHook('preValidation', async (request) => {
    const access = request.routeOptions.config.access;
    if (access === 'terminal') request.terminal = await recognition.terminal(request);
    if (access === 'credential') request.credential = await recognition.credential(request);
  });
}

/** Programs send no cookie, so no page of somebody else's can speak for them: the origin does not matter. */
function isForOfficers(access: Access): access is Exclude<Access, 'terminal' | 'enrolment' | 'credential'> {
  return access !== 'terminal' && access !== 'enrolment' && access !== 'credential';
}

/** Audits that somebody was not let through. @returns what is to be thrown */
export async function forbidden(
  audit: Audit,
  request: FastifyRequest,
  action: Action,
  { accountId, role }: Officer,
): Promise<Refusal> {
  const actor: Actor = { id: accountId, role };
  const [path = ''] = request.url.split('?');
  const subject = `${request.method} ${path}`.slice(0, 300);
  await audit.record({ actor, action, subject, outcome: 'refused' });
  return new Refusal('FORBIDDEN');
}

/** A browser names the page that a request comes from; another site's page is refused. */
function checkOrigin({ headers }: FastifyRequest, origin: string | null): void {
  const from = headers.origin;
  const fits = origin === null ? hostOf(from) === headers.host : from === origin;
  if (from === undefined || !fits) throw new Refusal('ORIGIN_REFUSED');
}

function hostOf(origin: string | undefined): string | null {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : null;
}

export function setSession(reply: FastifyReply, token: string, maxAgeS: number, secure: boolean): void {
  reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: maxAgeS,
  });
}
