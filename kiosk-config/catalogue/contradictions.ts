import { parseHandlingItem } from './codes/index.ts';
import { delivery } from './delivery-contradictions.ts';
import { enterprise } from './enterprise-filing.ts';
import type { Matter } from './matter-shape.ts';

/** What cannot be true at once, with where it stands in the document. */
export interface Contradiction {
  readonly path: (string | number)[];
  readonly words: { readonly zh: string; readonly en: string };
}
type Say = (path: (string | number)[], zh: string, en: string) => void;

/** No result: nothing to hand over, and nothing to put a seal on. */
const RESULT_NONE = 40;

/** Everything in a matter document that contradicts something else in it. Pure; the shape was checked before. */
export function contradictions(matter: Matter): Contradiction[] {
  const found: Contradiction[] = [];
  const say: Say = (path, zh, en) => void found.push({ path, words: { zh, en } });
  codes(matter, say);
  form(matter, say);
  materials(matter, say);
  offer(matter, say);
  reform(matter, say);
  delivery(matter, say);
  enterprise(matter, say);
  return found;
}

function codes({ handleItem, implementationCode, basicCode, unit }: Matter, say: Say): void {
  const parsed = parseHandlingItem(handleItem);
  if (!parsed) {
    say(
      ['handleItem'],
      '不是业务办理项编码（主体 18 位、层级、基本编码 12 位、序号 2 位）',
      'is no code of a handling item (unit 18, level 1, basic code 12, serial 2)',
    );
    return;
  }
  if (parsed.unitCode !== unit.code)
    say(['handleItem'], '开头要和 unit.code 一致', 'must begin with unit.code');
  if (parsed.basicCode !== basicCode) {
    say(['handleItem'], '第 20 至 31 位要是 basicCode', 'must hold basicCode at 20 to 31');
  }
  if (parsed.implementationCode !== implementationCode) {
    say(
      ['implementationCode'],
      '要是 handleItem 的前 31 位',
      'must be the first 31 characters of handleItem',
    );
  }
}

function form({ form: { schema, fields } }: Matter, say: Say): void {
  const properties = schema['properties'];
  const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  const named = fields.map((each) => each.name);
  fields.forEach(({ name, ask, fromCard }, index) => {
    const path = ['form', 'fields', index];
    if (!known.includes(name)) {
      say(path, `${name} 不在 form.schema 的 properties 里`, `${name} is not a property of form.schema`);
    }
    if (named.indexOf(name) !== index) say(path, `${name} 出现两次`, `${name} is there twice`);
    if ((fromCard === undefined) === (ask === undefined)) {
      say(path, `${name} 要有 fromCard 或 ask，只能一个`, `${name} needs one of fromCard and ask`);
    }
    if (ask?.kind === 'choice' && !ask.choices?.length) {
      say(path, `${name} 是选择题，但没有选项`, `${name} is a choice without choices`);
    }
    if (ask?.kind === 'consent' && !ask.statement) {
      say(path, `${name} 是承诺，但没有承诺文字`, `${name} is a consent without a statement`);
    }
    if (ask?.when && !named.slice(0, index).includes(ask.when.field)) {
      say(path, `${name} 取决于排在它后面的问题`, `${name} depends on a field that does not stand before it`);
    }
  });
  for (const name of known) {
    if (!named.includes(name)) say(['form', 'schema', 'properties', name], '没有对应的字段', 'has no field');
  }
  if (schema['additionalProperties'] !== false) {
    say(['form', 'schema'], '缺 additionalProperties: false', 'needs additionalProperties: false');
  }
}

function materials({ materials: all, needs }: Matter, say: Say): void {
  all.forEach(({ code, source, statement, stuffType, originals, copies }, index) => {
    const path = ['materials', index];
    if (all.findIndex((each) => each.code === code) !== index) {
      say(path, `材料编码 ${code} 出现两次`, `the code ${code} is there twice`);
    }
    if ((source === 'signature') !== (statement !== undefined)) {
      say(
        path,
        `${code} 是签名时才有、也必须有 statement`,
        `${code} needs a statement exactly when it is a signature`,
      );
    }
    if ((source === 'document' || source === 'signature') && stuffType !== 0) {
      say(
        [...path, 'stuffType'],
        `${code} 在终端提交，是电子文件（stuffType 0）`,
        `${code} is given at the terminal, so it is an electronic file (stuffType 0)`,
      );
    }
    if (source === 'shared' && originals + copies > 0) {
      say(
        path,
        `${code} 免交，却要原件或复印件`,
        `${code} is not to be brought, but originals or copies are`,
      );
    }
  });
  needs?.licences?.forEach(({ material: code }, index, licences) => {
    const path = ['needs', 'licences', index, 'material'];
    if (all.find((each) => each.code === code)?.source !== 'document') {
      say(
        path,
        `${code} 不是要提交的纸质材料，电子证照无从替代`,
        `${code} is no document of materials, so there is no paper to do without`,
      );
    }
    if (licences.findIndex((each) => each.material === code) !== index) {
      say(path, `${code} 出现两次`, `${code} is named twice`);
    }
  });
}

function offer(matter: Matter, say: Say): void {
  const { kind, limit, sceneVisits, channels, handover, fees, guide, result } = matter;
  const { pay, delivery: delivers, sealedResult } = matter.needs ?? {};
  if ((kind === 'instant') !== (limit.workingDays === 0)) {
    say(['limit', 'workingDays'], '即办件为 0，承诺件大于 0', 'is 0 exactly for an instant matter');
  }
  if (sceneVisits.count > 0 !== (sceneVisits.reason !== undefined)) {
    say(
      ['sceneVisits', 'reason'],
      '到现场次数大于 0 时要写原因，为 0 时不写',
      'is needed exactly when somebody has to come',
    );
  }
  if (channels.kiosk && !channels.online) {
    say(
      ['channels', 'online'],
      '终端能办的，网上也要能办（同一标准）',
      'must be true where the terminal offers it: both keep to one standard',
    );
  }
  if (pay && guide.fee.zh.includes('不收费')) {
    say(
      ['needs', 'pay'],
      '要收钱，但 guide.fee 说不收费',
      'asks for money, but guide.fee says that there is no fee',
    );
  }
  const feeFen = fees.reduce((sum, each) => sum + each.amountFen, 0);
  if (feeFen !== (pay?.feeFen ?? 0)) {
    say(
      ['fees'],
      'fees 的合计要等于 needs.pay.feeFen（收费事项要接入统一公共支付）',
      'must add up to needs.pay.feeFen: what costs money is paid by the common payment module',
    );
  }
  const hasResult = result.type !== RESULT_NONE;
  if (hasResult !== handover.length > 0) {
    say(['handover'], '有结果才有、也必须有领取方式', 'names a way exactly when there is a result');
  }
  if (handover.includes('express') !== (delivers !== undefined)) {
    say(
      ['handover'],
      '快递送达要接入统一物流（needs.delivery）',
      'holds express exactly when needs.delivery is there',
    );
  }
  if (!hasResult && delivers) {
    say(
      ['needs', 'delivery'],
      'result.type 说没有结果，无从送达',
      'delivers a result that result.type says is none',
    );
  }
  if (!hasResult && sealedResult) {
    say(
      ['needs', 'sealedResult'],
      'result.type 说没有结果，无从盖章',
      'seals a result that result.type says is none',
    );
  }
}

/** The figures of art. 9 (2) say the same as the rest of the document. */
function reform({ reform: figures, materials: all, limit, guide, sceneVisits }: Matter, say: Say): void {
  const brought = all.filter(({ source, necessity }) => source === 'document' && necessity === 'required');
  const after = {
    materials: [brought.length, '要提交的纸质材料份数', 'papers among materials'],
    workingDays: [limit.workingDays, 'limit.workingDays', 'limit.workingDays'],
    steps: [guide.steps.length, 'guide.steps 的步数', 'guide.steps'],
    trips: [sceneVisits.count, 'sceneVisits.count', 'sceneVisits.count'],
  } as const;
  for (const [figure, [value, zh, en]] of Object.entries(after)) {
    if (figures[figure as keyof typeof after].after !== value) {
      say(['reform', figure, 'after'], `要等于${zh}（${value}）`, `must be what ${en} comes to (${value})`);
    }
  }
}
