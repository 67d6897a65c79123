import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue, type CataloguedMatter, type MatterField } from '@tongban/kiosk-config/catalogue';
import type { CitizenCard } from '@tongban/peripherals/id-card-reader';
import { toSignature } from '@tongban/peripherals/signature-pad';
import { openSync, type Sync } from '@tongban/sync';
import type { LegalApplicant } from '@tongban/sync/contract';
import { startSandbox, type Sandbox } from '@tongban/sync/sandbox';
import { personFacts } from '../terminal/core/session/person.ts';
import { Visit } from '../terminal/core/session/visit.ts';
import { submissionInput } from '../terminal/core/session/submission.ts';
import { drawing, scannedPage } from '../terminal/core/testing/papers.ts';
import { man40, woman70 } from '../terminal/core/testing/session-at-work.ts';
import { canonicalDocument } from '../sync/portal/index.ts';
import { Browser } from './support/browser-without-script.ts';

/**
 * Kiosk and online service follow the same standard (art. 7 and 15). For every published matter: what one citizen gives
 * at the terminal (core's form and papers, sealed and sent by sync) and in a browser (the portal's pages over HTTP)
 * arrives at the platform as the same canonical document; and what the one refuses the other refuses.
 */

const FOLDER = join(import.meta.dirname, '../kiosk-config/catalogue/matters');
const matters = [...loadCatalogue(FOLDER).values()];
const named = matters.map((each) => [each.matter.name.zh, each] as const);
/** One seed for all, so that a failure can be seen again. */
const SEED = 20201001;
const OUTCOME_MS = 10_000;

let folder: string;
let sandbox: Sandbox;
let sync: Sync;
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-channels-'));
  sandbox = await startSandbox({ port: 0, dataFolder: null, catalogueFolder: FOLDER });
  sync = await openSync({
    dataFolder: folder,
    terminal: { terminalId: '310199-07', siteCode: '310199001' },
    platform: { url: sandbox.url, ...sandbox.keys },
    log: () => undefined,
  });
  browser = new Browser(sandbox.url);
});
afterAll(async () => {
  await sync.close();
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

type Answers = Record<string, string | boolean>;

/** A valid answer to a question, from the document alone. */
function answerTo({ matter }: CataloguedMatter, field: MatterField): fc.Arbitrary<string | boolean> {
  const properties = matter.form.schema['properties'] as Record<string, Record<string, unknown>>;
  const schema = properties[field.name] ?? {};
  if (schema['type'] === 'boolean') return fc.constant(true);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as string[]));
  switch (schema['format']) {
    case 'mainland-mobile':
      return fc.stringMatching(/^1[3-9][0-9]{9}$/);
    case 'resident-id':
      return fc.constantFrom('31019919500101001X', man40.idNumber);
    case 'bank-card':
      return fc.stringMatching(/^[1-9][0-9]{14,17}$/).map(withLuhnDigit);
    case 'date':
      return fc
        .date({ min: new Date('1930-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
  }
  if (typeof schema['pattern'] === 'string') return fc.stringMatching(new RegExp(schema['pattern'], 'u'));
  const maxLength = (schema['maxLength'] as number | undefined) ?? 50;
  return fc.string({ minLength: 1, maxLength, unit: writing });
}

/**
 * What names and addresses are written with: one code point each, also beyond the basic plane, and what escaping,
 * trimming or normalising would change.
 */
const writing = fc.constantFrom(...'测试·𬴊𰻞\uf900Ａ <&"\'');

function withLuhnDigit(digits: string): string {
  const isValid = (text: string): boolean => {
    const sum = [...text].reverse().reduce((total, digit, index) => {
      const doubled = Number(digit) * 2;
      return total + (index % 2 === 0 ? Number(digit) : doubled > 9 ? doubled - 9 : doubled);
    }, 0);
    return sum % 10 === 0;
  };
  return Array.from('0123456789', (last) => digits + last).find(isValid) ?? digits;
}

/** A person of 70, or of 40 where the matter takes nobody of that age, with a name and address of any writing. */
const cardOf = ({ validator }: CataloguedMatter): fc.Arbitrary<CitizenCard> => {
  const takes = (card: CitizenCard): boolean => {
    const visit = new Visit();
    visit.identify(card, Promise.resolve(null), new Date());
    return visit.citizen !== null && validator.ineligible(visit.citizen.person) === null;
  };
  const someone = [woman70, man40].find(takes);
  if (!someone) throw new Error('nobody may do this matter');
  return written.map(({ name, address }) => ({ ...someone, name, address }));
};
const written = fc.record({
  name: fc.string({ minLength: 1, maxLength: 30, unit: writing }),
  address: fc.string({ minLength: 1, maxLength: 35, unit: writing }),
});

/** Answers to every question of a matter, the ones that are not asked among them. */
function answersTo(catalogued: CataloguedMatter): fc.Arbitrary<Answers> {
  const asked = catalogued.matter.form.fields.filter(({ ask }) => ask !== undefined);
  return fc.record(Object.fromEntries(asked.map((field) => [field.name, answerTo(catalogued, field)])));
}

/** Every value of every choice, each in one set of answers at least. */
function everyChoice({ matter }: CataloguedMatter): Answers[] {
  return matter.form.fields.flatMap(({ name, ask }) =>
    (ask?.choices ?? []).map(({ value }): Answers => ({
      [name]: value,
      ...(ask?.when ? { [ask.when.field]: ask.when.isOneOf[0] ?? '' } : {}),
    })),
  );
}

/** At the terminal: the form as a citizen fills it in, question by question. */
async function visitOf(
  catalogued: CataloguedMatter,
  card: CitizenCard,
  answers: Answers,
  agent: CitizenCard | null = null,
): Promise<Visit> {
  const visit = new Visit();
  visit.chooseMatter(catalogued);
  visit.identify(agent ?? card, Promise.resolve(null), new Date());
  if (agent) visit.represent(personFacts(card, new Date()), card);
  if (catalogued.matter.needs?.enterprise) visit.actForEnterprise(enterprise);
  visit.beginForm();
  const { form, given } = visit;
  if (!form || !given) throw new Error('the form has not begun');
  for (const { name } of catalogued.matter.form.fields) {
    const isAsked = form.questions().some((field) => field.name === name);
    if (isAsked) form.store(name, answers[name] ?? null);
  }
  for (const { code, source } of given.wanted) {
    if (source === 'document') given.addPage(code, scannedPage(1));
    else given.sign(code, signature);
  }
  return visit;
}

/** Of the sandbox's register, for which everybody may act. */
const enterprise: LegalApplicant = {
  type: 'legal',
  creditCode: '91310199MA1TE0001A',
  name: '上海虚拟测试有限公司TEST',
};

const signed = toSignature(drawing);
const signature = signed.kind === 'signature' ? signed.svg : '';

async function inputOf(catalogued: CataloguedMatter, visit: Visit) {
  if (!visit.citizen || !visit.form) throw new Error('nobody fills in');
  return submissionInput(visit, catalogued, visit.citizen, visit.form);
}

async function handInAtTheKiosk(input: Awaited<ReturnType<typeof inputOf>>): Promise<string> {
  await sync.submit(input);
  const record = await sync.waitForOutcome(input.idempotencyKey, OUTCOME_MS);
  if (record.applyNo === null) throw new Error(`not accepted but ${record.state}`);
  return record.applyNo;
}

describe.each(named)('%s', (_, catalogued) => {
  const { matter, validator } = catalogued;

  it('given online and at the kiosk arrives as the same document, the channel aside', async () => {
    const samples = fc.sample(fc.tuple(cardOf(catalogued), answersTo(catalogued)), {
      seed: SEED,
      numRuns: 20,
    });
    const choices = everyChoice(catalogued);
    const runs = Math.max(choices.length, 6);
    for (let run = 0; run < runs; run++) {
      const [card, sample] = samples[run % samples.length] as [CitizenCard, Answers];
      const answers = { ...sample, ...choices[run] };
      const visit = await visitOf(catalogued, card, answers);
      expect(visit.form?.problems()).toEqual([]);
      const input = await inputOf(catalogued, visit);
      const files = Object.fromEntries(input.materials.map(({ code, bytes }) => [code, bytes]));
      const [atTheKiosk, online] = await Promise.all([
        handInAtTheKiosk(input),
        browser.apply(matter.handleItem, { card, answers, files, enterprise }),
      ]);
      expect(online.troubles).toEqual([]);
      const [kiosk, web] = await Promise.all([
        sandbox.handedIn(atTheKiosk),
        sandbox.handedIn(online.applyNo),
      ]);
      expect([kiosk.channel, web.channel]).toEqual(['KIOSK', 'ONLINE']);
      expect(canonicalDocument(web)).toBe(canonicalDocument(kiosk));
      expect(web.applicant).toEqual(matter.needs?.enterprise ? enterprise : undefined);
      // The document is not empty of what was given.
      expect(web.form).toEqual(visit.form?.values());
      const given = matter.materials.filter(
        ({ stuffType, necessity }) => stuffType === 0 && necessity === 'required',
      );
      expect(web.materials.map(({ code }) => code).sort()).toEqual(given.map(({ code }) => code).sort());
    }
  });

  it('a single changed answer or material is another document', async () => {
    const [[card, answers] = [woman70, {}]] = fc.sample(fc.tuple(cardOf(catalogued), answersTo(catalogued)), {
      ...{ seed: SEED, numRuns: 1 },
    });
    const input = await inputOf(catalogued, await visitOf(catalogued, card, answers));
    const document = { ...input, ...input.matter, channel: 'KIOSK' as const };
    const canonical = canonicalDocument(document);
    for (const name of Object.keys(input.form)) {
      const form = { ...input.form, [name]: 'changed' };
      expect(canonicalDocument({ ...document, form })).not.toBe(canonical);
    }
    for (const { code } of input.materials) {
      const materials = input.materials.map((each) =>
        each.code === code ? { ...each, bytes: Buffer.concat([each.bytes, Buffer.from(' ')]) } : each,
      );
      expect(canonicalDocument({ ...document, materials })).not.toBe(canonical);
    }
    expect(canonicalDocument({ ...document, materials: input.materials.toReversed() })).toBe(canonical);
    expect(canonicalDocument({ ...document, channel: 'ONLINE' })).toBe(canonical);
  });

  it('an answer that does not fit is named by both, whatever it is', async () => {
    const asked = matter.form.fields.filter(({ ask }) => ask && ask.kind !== 'consent');
    const anything = fc.oneof(
      fc.string({ minLength: 1, maxLength: 25 }),
      fc.stringMatching(/^[0-9]{1,20}$/),
      fc.string({ minLength: 1, maxLength: 25, unit: writing }),
    );
    const [[card, good] = [woman70, {}]] = fc.sample(fc.tuple(cardOf(catalogued), answersTo(catalogued)), {
      ...{ seed: SEED + 1, numRuns: 1 },
    });
    const isAnswered = (visit: Visit, name: string): boolean =>
      visit.form?.questions().some((field) => field.name === name) === true;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...asked), anything, async (field, value) => {
        // A browser posts line breaks as CR LF, and no keyboard of the terminal has any.
        fc.pre(!/[\r\n]/.test(value));
        const answers = { ...good, [field.name]: value };
        const visit = await visitOf(catalogued, card, answers);
        const fits = !isAnswered(visit, field.name) || validator.field(field.name, value).length === 0;
        expect(visit.form?.firstOpen()?.name === field.name).toBe(!fits);
        const troubles = await browser.check(matter.handleItem, { card, answers, enterprise });
        expect(troubles.includes(`answer.${field.name}`)).toBe(!fits);
      }),
      { seed: SEED, numRuns: 30 },
    );
  });

  it('whoever is too young is turned away by both, on the day before and not on the birthday', async () => {
    const now = new Date();
    const [answers = {}] = fc.sample(answersTo(catalogued), { seed: SEED, numRuns: 1 });
    const shanghai = (date: Date): string =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(date);
    for (const [years, days] of [17, 18, 64, 65].flatMap((age) => [
      [age, 0],
      [age, 1],
    ]) as [number, number][]) {
      const day = shanghai(new Date(now.getTime() + days * 86_400_000));
      const birth = `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
      if (Number.isNaN(Date.parse(birth))) continue; // 29 February of a common year
      const card = { ...woman70, birth, idNumber: idNumberOf(birth) };
      const visit = await visitOf(catalogued, card, answers);
      if (!visit.citizen) throw new Error('nobody is there');
      const isTurnedAway = validator.ineligible(visit.citizen.person) !== null;
      const troubles = await browser.check(matter.handleItem, { card, answers, enterprise });
      expect(troubles).toEqual(isTurnedAway ? ['card.idNumber'] : []);
    }
  });
});

it('both know the same matters', async () => {
  expect(await browser.matters()).toEqual(matters.map(({ matter }) => matter.handleItem));
  expect(matters.flatMap(({ matter }) => matter.materials.map(({ source }) => source))).toEqual(
    expect.arrayContaining(['card', 'shared', 'document', 'signature']),
  );
});

describe.each(named.filter(([, { matter }]) => matter.agentFiling))(
  '%s, for another person',
  (_, catalogued) => {
    const { handleItem } = catalogued.matter;
    const agent = { name: man40.name, idNumber: man40.idNumber };

    async function filedBy(agentCard: CitizenCard, card: CitizenCard, answers: Answers) {
      const visit = await visitOf(catalogued, card, answers, agentCard);
      return inputOf(catalogued, visit);
    }

    it('given online and at the kiosk arrives as the same document, with the agent and the authority', async () => {
      const samples = fc.sample(fc.tuple(written, answersTo(catalogued)), { seed: SEED, numRuns: 6 });
      for (const [{ name, address }, answers] of samples) {
        const card = { ...woman70, name, address };
        const input = await filedBy(man40, card, answers);
        const files = Object.fromEntries(input.materials.map(({ code, bytes }) => [code, bytes]));
        const [atTheKiosk, online] = await Promise.all([
          handInAtTheKiosk(input),
          browser.apply(handleItem, { card, answers, files, agent }),
        ]);
        expect(online.troubles).toEqual([]);
        const [kiosk, web] = await Promise.all([
          sandbox.handedIn(atTheKiosk),
          sandbox.handedIn(online.applyNo),
        ]);
        expect(web.agent).toEqual(agent);
        expect(canonicalDocument(web)).toBe(canonicalDocument(kiosk));
        expect(canonicalDocument({ ...web, agent: undefined })).not.toBe(canonicalDocument(web));
      }
    });

    it('without the authority, and by the person concerned, it is taken by neither', async () => {
      const [answers = {}] = fc.sample(answersTo(catalogued), { seed: SEED, numRuns: 1 });
      const input = await filedBy(man40, woman70, answers);
      const materials = input.materials.filter(({ code }) => code !== 'AGENT-AUTHORITY');
      await expect(handInAtTheKiosk({ ...input, materials })).rejects.toThrow('not accepted');
      const files = Object.fromEntries(materials.map(({ code, bytes }) => [code, bytes]));
      const online = await browser.apply(handleItem, { card: woman70, answers, files, agent });
      expect(online.troubles).toEqual(['material.AGENT-AUTHORITY']);
      const own = { name: woman70.name, idNumber: woman70.idNumber };
      const again = { ...input, idempotencyKey: randomUUID(), agent: own };
      await expect(handInAtTheKiosk(again)).rejects.toThrow('not accepted');
      const troubles = await browser.check(handleItem, { card: woman70, answers, agent: own });
      expect(troubles).toEqual(['agent.idNumber']);
    });
  },
);

const ofEnterprises = named.filter(([, { matter }]) => matter.needs?.enterprise);
it('one matter at least is of enterprises', () => expect(ofEnterprises).not.toEqual([]));

describe.each(ofEnterprises)('%s, for an enterprise', (_, catalogued) => {
  const { handleItem } = catalogued.matter;
  const [answers = {}] = fc.sample(answersTo(catalogued), { seed: SEED, numRuns: 1 });
  // Only its legal representative acts for the second one of the register.
  const second = { ...enterprise, creditCode: '91310199MA1TE0002D', name: '上海虚拟第二测试有限公司TEST' };

  it.each([
    ['a check character that is wrong', { ...enterprise, creditCode: '91310199MA1TE0001B' }],
    ['a name that is another one', { ...enterprise, name: '上海虚拟别的有限公司TEST' }],
    ['a code that nobody has', { ...enterprise, creditCode: '91310199MA1TE0003G' }],
    ['somebody who does not act for it', second],
  ])('with %s is taken by neither', async (_, other) => {
    const visit = await visitOf(catalogued, woman70, answers);
    visit.enterprise = other;
    const input = await inputOf(catalogued, visit);
    await expect(handInAtTheKiosk(input)).rejects.toThrow('not accepted');
    const files = Object.fromEntries(input.materials.map(({ code, bytes }) => [code, bytes]));
    const online = await browser.apply(handleItem, { card: woman70, answers, files, enterprise: other });
    expect(online).toEqual({ applyNo: '', troubles: ['enterprise.creditCode'] });
  });

  it('without one it is taken by neither', async () => {
    const visit = await visitOf(catalogued, woman70, answers);
    visit.enterprise = null;
    await expect(handInAtTheKiosk(await inputOf(catalogued, visit))).rejects.toThrow('not accepted');
    const troubles = await browser.check(handleItem, { card: woman70, answers });
    expect(troubles).toEqual(['enterprise.name', 'enterprise.creditCode']);
  });

  it('a changed enterprise is another document', async () => {
    const input = await inputOf(catalogued, await visitOf(catalogued, woman70, answers));
    const document = { ...input, ...input.matter, channel: 'KIOSK' as const };
    const others = [second, undefined].map((applicant) => canonicalDocument({ ...document, applicant }));
    expect(others).not.toContain(canonicalDocument(document));
  });
});

it('an enterprise is refused where a matter is of persons', async () => {
  const catalogued = matters.find(({ matter }) => !matter.needs?.enterprise) as CataloguedMatter;
  const [[card, answers] = [woman70, {}]] = fc.sample(fc.tuple(cardOf(catalogued), answersTo(catalogued)), {
    ...{ seed: SEED, numRuns: 1 },
  });
  const input = await inputOf(catalogued, await visitOf(catalogued, card, answers));
  await expect(handInAtTheKiosk({ ...input, applicant: enterprise })).rejects.toThrow('not accepted');
});

it('an agent is refused where nobody may file for another', async () => {
  const catalogued = matters.find(({ matter }) => !matter.agentFiling) as CataloguedMatter;
  const [[card, answers] = [woman70, {}]] = fc.sample(fc.tuple(cardOf(catalogued), answersTo(catalogued)), {
    ...{ seed: SEED, numRuns: 1 },
  });
  const input = await inputOf(catalogued, await visitOf(catalogued, card, answers));
  const agent = { name: '张测试', idNumber: '31019919500101001X' };
  await expect(handInAtTheKiosk({ ...input, agent })).rejects.toThrow('not accepted');
});

it('what was posted twice from one page is one application, other content is another', async () => {
  const catalogued = matters[0] as CataloguedMatter;
  const { handleItem } = catalogued.matter;
  const [[card, answers] = [woman70, {}]] = fc.sample(fc.tuple(cardOf(catalogued), answersTo(catalogued)), {
    ...{ seed: SEED + 2, numRuns: 1 },
  });
  const { materials } = await inputOf(catalogued, await visitOf(catalogued, card, answers));
  const files = Object.fromEntries(materials.map(({ code, bytes }) => [code, bytes]));
  const key = randomUUID();
  const post = (name: string) =>
    browser.apply(handleItem, { card: { ...card, name }, answers, files }, { key });
  const [first, second] = await Promise.all([post('甲测试'), post('甲测试')]);
  const third = await post('甲测试');
  expect(new Set([first.applyNo, second.applyNo, third.applyNo]).size).toBe(1);
  expect((await post('乙测试')).applyNo).not.toBe(first.applyNo);
});

/** GB 11643 for a woman of region 310199, which is not assigned. */
function idNumberOf(birth: string): string {
  const digits = `310199${birth.replaceAll('-', '')}002`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return digits + '10X98765432'[sum % 11];
}
