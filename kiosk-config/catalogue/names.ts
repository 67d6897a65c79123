import type { LocalText } from './matter-parts.ts';

/**
 * What the members of a matter document are called by those who write and check guides. Members without a name of their
 * own bear that of the member they are in.
 */
const NAMES: Readonly<Record<string, LocalText>> = {
  basicCode: { zh: '基本编码', en: 'Basic code' },
  implementationCode: { zh: '实施编码', en: 'Implementation code' },
  handleItem: { zh: '业务办理项编码', en: 'Handling item code' },
  version: { zh: '版本', en: 'Version' },
  publishedAt: { zh: '发布日期', en: 'Date of publication' },
  example: { zh: '示例标记', en: 'Mark as an example' },
  name: { zh: '事项名称', en: 'Name of the matter' },
  order: { zh: '排序', en: 'Order' },
  'unit.code': { zh: '实施主体编码', en: 'Code of the unit' },
  unit: { zh: '实施主体', en: 'Unit' },
  sunkDown: { zh: '下沉事项标记', en: 'Mark as sunk down' },
  forWhom: { zh: '适用人群', en: 'For whom' },
  situations: { zh: '人生事件', en: 'Situations of life' },
  kind: { zh: '办件类型', en: 'Instant or promised' },
  mode: { zh: '办理模式', en: 'Full online or pre-review' },
  minutes: { zh: '终端办理用时', en: 'Minutes at the terminal' },
  serviceScope: { zh: '通办范围', en: 'Service scope' },
  channels: { zh: '办理形式', en: 'Channels' },
  serviceObjects: { zh: '服务对象', en: 'Service objects' },
  agentFiling: { zh: '是否可代办', en: 'Filing by an agent' },
  onlineDepth: { zh: '网上办理深度', en: 'Online depth' },
  'sceneVisits.reason': { zh: '须到现场的原因', en: 'Reason for visits' },
  sceneVisits: { zh: '到办事现场次数', en: 'Visits to the office' },
  receivedElsewhere: { zh: '收受分离', en: 'Received elsewhere' },
  fees: { zh: '收费项目', en: 'Fees' },
  handover: { zh: '结果领取方式', en: 'Handing over of the result' },
  'reform.materials': { zh: '减材料', en: 'Fewer materials' },
  'reform.workingDays': { zh: '减时间', en: 'Less time' },
  'reform.steps': { zh: '减环节', en: 'Fewer steps' },
  'reform.trips': { zh: '减跑动', en: 'Fewer trips' },
  reform: { zh: '四减情况', en: 'Figures of the reform' },
  'guide.summary': { zh: '办事指南 · 简介', en: 'Guide: summary' },
  'guide.conditions': { zh: '办事指南 · 受理条件', en: 'Guide: conditions' },
  'guide.legalBasis': { zh: '办事指南 · 设定依据', en: 'Guide: legal basis' },
  'guide.steps': { zh: '办事指南 · 办理流程', en: 'Guide: steps' },
  'guide.where': { zh: '办事指南 · 办理地点和时间', en: 'Guide: where and when' },
  'guide.contact': { zh: '办事指南 · 咨询和监督投诉', en: 'Guide: advice and complaints' },
  'guide.fee': { zh: '办事指南 · 收费', en: 'Guide: fee' },
  'guide.result': { zh: '办事指南 · 办理结果', en: 'Guide: result' },
  guide: { zh: '办事指南', en: 'Guide' },
  'limit.workingDays': { zh: '办理时限（工作日）', en: 'Limit in working days' },
  limit: { zh: '办理时限', en: 'Limit' },
  'result.type': { zh: '结果类型', en: 'Type of result' },
  'result.name': { zh: '结果名称', en: 'Name of the result' },
  result: { zh: '办理结果', en: 'Result' },
  eligibility: { zh: '申请人条件', en: 'Eligibility' },
  'form.schema': { zh: '表单规则', en: 'Rules of the form' },
  form: { zh: '申请表单', en: 'Form' },
  materials: { zh: '申请材料', en: 'Materials' },
  'needs.pay': { zh: '公共支付', en: 'Payment' },
  'needs.delivery.chosenBy': { zh: '物流快递 · 怎么选', en: 'Delivery: how it is chosen' },
  'needs.delivery.address': { zh: '物流快递 · 收件地址', en: 'Delivery: address' },
  'needs.delivery.phone': { zh: '物流快递 · 收件电话', en: 'Delivery: telephone number' },
  'needs.delivery': { zh: '物流快递', en: 'Delivery' },
  'needs.licences': { zh: '电子证照', en: 'Electronic licences' },
  'needs.enterprise': { zh: '企业办事', en: 'For enterprises' },
  'needs.devices': { zh: '所需设备', en: 'Devices' },
  needs: { zh: '所需公共能力', en: 'Needs of common modules' },
};
const WHOLE: LocalText = { zh: '事项文档', en: 'Matter document' };

/**
 * Name of a place in a matter document, for people.
 * @param document where its own names of fields and materials are looked up, whatever shape it has
 */
export function nameOf(path: readonly PropertyKey[], document?: unknown): LocalText {
  const [first, second, third] = path.map(String);
  const own =
    first === 'materials' && second !== undefined
      ? at(document, [first, second, 'name'])
      : first === 'form' && second === 'fields' && third !== undefined
        ? at(document, [first, second, third, 'label'])
        : undefined;
  const words = ownWords(own);
  if (words) return words;
  const named = path.filter((part) => typeof part === 'string');
  for (let length = named.length; length > 0; length--) {
    const name = NAMES[named.slice(0, length).join('.')];
    if (name) return name;
  }
  return WHOLE;
}

/** The value at a place of any JSON; undefined where there is none. */
export function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[part];
  }
  return here;
}

function ownWords(value: unknown): LocalText | null {
  const zh = at(value, ['zh']);
  const en = at(value, ['en']);
  if (typeof zh !== 'string' || zh === '') return null;
  return typeof en === 'string' ? { zh, en } : { zh };
}
