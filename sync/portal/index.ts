import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { firstOpinion } from '../sandbox/opinions.ts';
import type { Platform } from '../sandbox/platform.ts';
import { Refusal } from '../sandbox/refusal.ts';
import { MAX_MATERIAL_BYTES, partyRefused, readAnswers, readForm, type Trouble } from './answers.ts';
import { plain, type Html, type Language } from './html.ts';
import { matterContent, type ShownForm } from './matter-view.ts';
import { OnlineDesk } from './online.ts';
import { readPosted, type Posted } from './posted.ts';
import { link, listContent, matterPath, messageContent, page, receiptContent } from './views.ts';
import type { OfferedMatter, PageFacts } from './views.ts';
import { refusalWords, words } from './words.ts';

export { canonicalDocument, type HandedIn, type HandedInMaterial } from './canonical.ts';
export { readHandedIn } from './handed-in.ts';

/** Two materials of the largest size and the rest of a form. */
const BODY_LIMIT_BYTES = 2 * MAX_MATERIAL_BYTES + 2 ** 20;

const FILES = {
  '/portal/portal.css': ['portal.css', 'text/css; charset=utf-8'],
  '/portal/portal.js': ['portal.js', 'text/javascript; charset=utf-8'],
} as const;

const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    ...["script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:"],
    ...["base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"],
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // A page may hold what a person typed: no browser keeps it.
  'cache-control': 'no-store',
};

/**
 * The online portal (网上办理) below `/portal/`: the matters' documents as pages for a browser, handed in as channel
 * ONLINE by the rules that terminals meet. The pages work without a script; with it they help while one types.
 */
export function addPortal(server: FastifyInstance, platform: Platform): void {
  server.register((scope, _options, done) => {
    scope.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.setErrorHandler((error, request, reply) => {
      const refusal = error instanceof Refusal ? error.problem : null;
      const status = refusal?.status ?? (error as { statusCode?: number }).statusCode ?? 500;
      const text = status === 413 ? words.fileTooLarge : refusalWords(refusal?.code ?? '');
      const content = (language: Language): Html => messageContent(words.notSubmitted, text, language);
      return sendMessage(request, reply.code(status), content);
    });
    addPages(scope, platform);
    done();
  });
}

function addPages(scope: FastifyInstance, platform: Platform): void {
  const desk = new OnlineDesk(platform);
  for (const [path, [file, type]] of Object.entries(FILES)) {
    const bytes = readFileSync(new URL(`./page/${file}`, import.meta.url));
    scope.get(path, (_request, reply) => reply.headers(HEADERS).type(type).send(bytes));
  }
  scope.get('/portal', (_request, reply) => reply.redirect('/portal/'));
  scope.get('/portal/', (request, reply) => {
    const language = languageOf(request);
    const content = listContent(offeredMatters(platform), language);
    return send(reply, { language, title: words.matters, path: '/portal/' }, content);
  });
  scope.get<{ Params: { handleItem: string } }>('/portal/matters/:handleItem', (request, reply) => {
    const offered = offeredMatter(platform, request.params.handleItem);
    if (!offered) return sendNotFound(request, reply);
    return sendMatter(reply, offered, emptyForm(languageOf(request)));
  });
  scope.post<{ Params: { handleItem: string } }>('/portal/matters/:handleItem', async (request, reply) => {
    const offered = offeredMatter(platform, request.params.handleItem);
    if (!offered) return sendNotFound(request, reply);
    const posted = await postedOf(request);
    if (!posted) throw new Refusal('BODY_INVALID', 'this is no form of ours');
    const { matter } = offered;
    const { key, language, texts } = posted;
    const refuse = (status: number, troubles: readonly Trouble[], code: string | null) => {
      const refusal = code === null ? null : refusalWords(code);
      // A new page is a new submission: the one that was refused keeps its key.
      const form = { key: refusal ? randomUUID() : key, language, texts, troubles, refusal };
      return sendMatter(reply.code(status), offered, form);
    };
    if (texts.get('version') !== matter.version) return refuse(409, [], 'VERSION_STALE');
    const catalogued = platform.matters.document(matter.handleItem, matter.version);
    const { materials, troubles, ...given } = readAnswers(catalogued, posted, platform.ground.now());
    if (troubles.length > 0) return refuse(422, troubles, null);
    const { handleItem, version } = matter;
    try {
      const receiptKey = await desk.submit(key, {
        ...{ channel: 'ONLINE', handleItem, version, language, materials, ...given },
      });
      return reply.redirect(link(`/portal/receipts/${receiptKey}`, language), 303);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, field } = error.problem;
      const ofParties = partyRefused(matter, field);
      return refuse(status, ofParties, ofParties.length > 0 ? null : code);
    }
  });
  scope.post<{ Params: { handleItem: string } }>(
    '/portal/matters/:handleItem/check',
    async (request, reply) => {
      const offered = offeredMatter(platform, request.params.handleItem);
      const posted = await postedOf(request);
      if (!offered || !posted) return reply.code(404).send({ troubles: [] });
      const { handleItem, version } = offered.matter;
      const catalogued = platform.matters.document(handleItem, version);
      const { troubles } = readForm(catalogued, posted, platform.ground.now());
      return {
        troubles: troubles.map(({ input, label, words: text }) => ({
          ...{ input, words: plain(text, posted.language) },
          inSummary: [label, words.colon, text].map((each) => plain(each, posted.language)).join(''),
        })),
      };
    },
  );
  scope.get<{ Params: { key: string } }>('/portal/receipts/:key', (request, reply) => {
    const language = languageOf(request);
    const { key } = request.params;
    const receipt = desk.receipt(key);
    if (!receipt) return sendNotFound(request, reply);
    const { matter } = platform.matters.document(receipt.handleItem, receipt.version);
    const content = receiptContent(receipt, matter, firstOpinion(matter).nextStep, language);
    return send(reply, { language, title: words.accepted, path: `/portal/receipts/${key}` }, content);
  });
}

/** Those in force, and those that are suspended, in the catalogue's order. */
function offeredMatters({ matters }: Platform): OfferedMatter[] {
  return matters
    .catalogue()
    .items.map(({ handleItem, suspension }) => ({ matter: matters.inForce(handleItem), suspension }))
    .sort((a, b) => a.matter.order - b.matter.order);
}

function offeredMatter(platform: Platform, handleItem: string): OfferedMatter | undefined {
  return offeredMatters(platform).find(({ matter }) => matter.handleItem === handleItem);
}

function languageOf(request: FastifyRequest): Language {
  return (request.query as Record<string, unknown>)['lang'] === 'en' ? 'en' : 'zh-CN';
}

async function postedOf({ body, headers }: FastifyRequest): Promise<Posted | null> {
  return Buffer.isBuffer(body) ? readPosted(new Uint8Array(body), headers['content-type'] ?? '') : null;
}

function emptyForm(language: Language): ShownForm {
  return { key: randomUUID(), language, texts: new Map(), troubles: [], refusal: null };
}

function sendMatter(reply: FastifyReply, offered: OfferedMatter, form: ShownForm): FastifyReply {
  const { matter } = offered;
  const { language, troubles, refusal } = form;
  const hasTroubles = troubles.length > 0 || refusal !== null;
  const facts = { language, title: matter.name, path: matterPath(matter), hasTroubles };
  return send(reply, facts, matterContent(offered, form));
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendMessage(request, reply.code(404), (language) =>
    messageContent(words.notFound, words.begin, language),
  );
}

function sendMessage(
  request: FastifyRequest,
  reply: FastifyReply,
  content: (language: Language) => Html,
): FastifyReply {
  const language = languageOf(request);
  return send(reply, { language, title: words.notSubmitted, path: '/portal/' }, content(language));
}

function send(reply: FastifyReply, facts: PageFacts, content: Html): FastifyReply {
  return reply.headers(HEADERS).type('text/html; charset=utf-8').send(page(facts, content));
}
