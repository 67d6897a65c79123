import { z } from 'zod';
import {
  codesOf,
  materialMedia,
  materialOrigins,
  onlineDepths,
  serviceObjects,
  serviceScopes,
} from './codes/index.ts';

/** The parts of a matter document, each by itself; what they must be to one another stands in contradictions.ts. */

export const localText = z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() });
export type LocalText = z.infer<typeof localText>;

/** A JSON Schema (2020-12) as it stands in the document; compiled by ajv, see form.ts. */
export const jsonSchema = z.record(z.string(), z.unknown());

/** Facts of the card that a field can be filled from, so that nothing is asked twice. */
export const cardFacts = ['name', 'sex', 'nation', 'birth', 'address', 'idNumber', 'age'] as const;
export type CardFact = (typeof cardFacts)[number];

export const field = z.strictObject({
  /** Name of the property in `form.schema`. */
  name: z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/),
  label: localText,
  /** Filled from the card and not asked. */
  fromCard: z.enum(cardFacts).optional(),
  /** How it is asked; absent exactly where `fromCard` stands. */
  ask: z
    .strictObject({
      kind: z.enum(['text', 'digits', 'phone', 'choice', 'date', 'consent']),
      question: localText,
      hint: localText.optional(),
      choices: z.array(z.strictObject({ value: z.string(), label: localText })).optional(),
      statement: localText.optional(),
      /** Digits shown in groups of this many. */
      group: z.int().min(0).max(8).default(0),
      /** Asked only when another answer has one of these values. */
      when: z.strictObject({ field: z.string(), isOneOf: z.array(z.string()).min(1) }).optional(),
      /** What to say when the value does not fit. */
      wrong: localText.optional(),
    })
    .optional(),
  /** How the value is masked wherever it is shown after it was given. */
  mask: z.enum(['none', 'id-number', 'name', 'phone', 'account', 'address']).default('none'),
});
export type MatterField = z.infer<typeof field>;

export const material = z.strictObject({
  code: z.string().min(1).max(50),
  name: localText,
  /**
   * `card`: taken from the ID card on the reader · `shared`: fetched by the platform (免交) · `document`: a paper of the
   * citizen's, photographed or scanned · `signature`: written on the screen below `statement`.
   */
  source: z.enum(['card', 'shared', 'document', 'signature']),
  how: localText,
  /** Of a document: how many pages at most. */
  maxPages: z.int().min(1).max(50).default(10),
  /** Of a signature, and only there: what is signed. */
  statement: localText.optional(),
  /** stuffType of the platform: 0 electronic file, 5 shared data. */
  stuffType: z.union([z.literal(0), z.literal(5)]),
  /**
   * 必要, 非必要, 容缺后补. Only what is required is asked for at the terminal and online; of the rest the guide says
   * how it can be given.
   */
  necessity: z.enum(['required', 'optional', 'later']),
  /** 材料来源渠道, 材料形式: national codes. */
  origin: z.enum(codesOf(materialOrigins)),
  medium: z.enum(codesOf(materialMedia)),
  /** How many of each the unit takes in, as the guide of the counter says (原件, 复印件). */
  originals: z.int().min(0).max(20),
  copies: z.int().min(0).max(20),
});
export type MatterMaterial = z.infer<typeof material>;

/** Devices that a terminal may lack: the one that rewrites residence permits (居住证). */
export const matterDevices = ['permit-card-writer'] as const;
export type MatterDevice = (typeof matterDevices)[number];

/** Which fields of the form say whether the result is sent by 统一物流快递, and where to. */
const delivery = z.strictObject({
  /** It is sent when this answer is one of these. */
  chosenBy: z.strictObject({ field: z.string(), isOneOf: z.array(z.string()).min(1) }),
  /** Field with the address. */
  address: z.string(),
  /** Field with the telephone number that the courier calls. */
  phone: z.string(),
});
export type MatterDelivery = z.infer<typeof delivery>;

/** What a matter needs of the city's other systems (art. 5 and 13); the terminal offers it while they answer. */
export const needs = z.strictObject({
  /** Paid at the terminal, by one order of so many fen. */
  pay: z
    .strictObject({
      feeFen: z.int().min(1).max(100_000_000),
      /** Who does not pay at once can pay elsewhere within so many days of the acceptance. */
      laterDays: z.int().min(1).max(365).optional(),
    })
    .optional(),
  /**
   * The result can be delivered. `true` says no more than that: versions that were published before the fields were
   * named stay readable with it, and a terminal orders nothing for them; a new version names them (completeness.ts).
   */
  delivery: z.union([z.literal(true), delivery]).optional(),
  /**
   * Papers that an electronic licence takes the place of (stuffType 1, 引用), when the citizen has one; otherwise the
   * paper is scanned (stuffType 0). `catalogueCode` of 15 digits is that of 电子证照目录.
   */
  licences: z
    .array(z.strictObject({ material: z.string(), catalogueCode: z.string().regex(/^\d{15}$/) }))
    .min(1)
    .max(20)
    .optional(),
  /** Begun only by an identity that 统一身份认证 has confirmed; the card alone is not enough. */
  strongIdentity: z.literal(true).optional(),
  /** A document with the unit's electronic seal is printed at the end. */
  sealedResult: z.literal(true).optional(),
  /** For enterprises, done by who acts for one (经办人); exactly where `serviceObjects` holds no natural persons. */
  enterprise: z.literal(true).optional(),
  /** Devices without which it cannot be done at a terminal; what papers and a sealed result need is understood. */
  devices: z.array(z.enum(matterDevices)).min(1).optional(),
});

const beforeAndAfter = z.strictObject({ before: z.int().min(0).max(365), after: z.int().min(0).max(365) });

/** 四减: what became less by connecting the matter (art. 9 (2)). */
export const reform = z.strictObject({
  /** Papers that the citizen has to bring. */
  materials: beforeAndAfter,
  /** Working days until the result. */
  workingDays: beforeAndAfter,
  /** Steps of the procedure, those of `guide.steps`. */
  steps: beforeAndAfter,
  /** Trips to an office. */
  trips: beforeAndAfter,
});

/** How the matter is offered and its result handed over. */
export const offer = {
  /** 通办范围. */
  serviceScope: z.enum(codesOf(serviceScopes)),
  /** 办理形式: 窗口, 网上, 快递, and 自助终端 (is_service_terminals). */
  channels: z.strictObject({
    window: z.boolean(),
    online: z.boolean(),
    post: z.boolean(),
    kiosk: z.boolean(),
  }),
  /** 服务对象. */
  serviceObjects: z.array(z.enum(codesOf(serviceObjects))).min(1),
  /** Somebody else may file it for the person concerned (代办). */
  agentFiling: z.boolean(),
  /** 网上办理深度. */
  onlineDepth: z.enum(codesOf(onlineDepths)),
  /** 到办事现场次数; more than none needs a reason. */
  sceneVisits: z.strictObject({ count: z.int().min(0).max(20), reason: localText.optional() }),
  /**
   * 收受分离: received at any centre, decided at the one of the household registration (户籍地) or of the residence
   * (居住地). Absent: decided where it is received.
   */
  receivedElsewhere: z.enum(['household', 'residence']).optional(),
  /** Every fee of its own, in fen; none where it is free of charge. */
  fees: z.array(
    z.strictObject({ name: localText, amountFen: z.int().min(1).max(100_000_000), basis: localText }),
  ),
  /** Ways in which the result reaches the citizen; none exactly where there is no result. */
  handover: z.array(
    z.enum(['collect', 'express', 'electronic', 'printed-here', 'written-to-card', 'account']),
  ),
  reform,
};
