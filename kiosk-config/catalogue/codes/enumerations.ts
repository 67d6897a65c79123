/**
 * Enumerations of the national platform's data (GB/T 39046, GB/T 39554 and its exchange tables, GA/T 2000.156,
 * GB/T 2261.1) with the words for people. Labels of the result types are national, their numbers are ours.
 */

interface Words {
  readonly zh: string;
  readonly en: string;
}
type Table = Readonly<Record<string, Words>>;

/** 办件类型, project_type. */
export const projectTypes = {
  '1': { zh: '即办件', en: 'Done at once' },
  '2': { zh: '承诺件', en: 'Within a promised time' },
} as const satisfies Table;

/** 服务对象. */
export const serviceObjects = {
  '1': { zh: '自然人', en: 'Natural persons' },
  '2': { zh: '企业法人', en: 'Enterprises' },
  '3': { zh: '事业法人', en: 'Public institutions' },
  '4': { zh: '社会组织法人', en: 'Social organisations' },
  '5': { zh: '非法人企业', en: 'Unincorporated enterprises' },
  '6': { zh: '行政机关', en: 'Administrative organs' },
  '9': { zh: '其他组织', en: 'Other organisations' },
} as const satisfies Table;

/** 通办范围: where else than at home it is received. */
export const serviceScopes = {
  '1': { zh: '全国', en: 'Nationwide' },
  '2': { zh: '全省', en: 'Province' },
  '3': { zh: '全市', en: 'City-wide' },
  '4': { zh: '全县', en: 'County' },
  '5': { zh: '全镇', en: 'Town' },
  '6': { zh: '跨村', en: 'Across villages' },
} as const satisfies Table;

/** 网上办理深度, online_handle_depth. */
export const onlineDepths = {
  '1': { zh: '网上咨询', en: 'Advice' },
  '2': { zh: '网上收件', en: 'Materials taken in' },
  '3': { zh: '网上预审', en: 'Pre-review' },
  '4': { zh: '网上受理', en: 'Acceptance' },
  '5': { zh: '网上办理', en: 'Processing' },
  '6': { zh: '结果反馈', en: 'Result told' },
  '7': { zh: '电子证照反馈', en: 'Electronic licence given' },
  '8': { zh: '其他', en: 'Other' },
} as const satisfies Table;

/** 结果类型. */
export const resultTypes = {
  '10': { zh: '证照', en: 'Licence' },
  '20': { zh: '批文', en: 'Approval' },
  '30': { zh: '其他', en: 'Other' },
  '40': { zh: '无', en: 'None' },
} as const satisfies Table;

/** 材料来源渠道. */
export const materialOrigins = {
  '10': { zh: '申请人自备', en: 'The applicant’s own' },
  '20': { zh: '政府部门核发', en: 'Issued by an authority' },
  '99': { zh: '其他', en: 'Other' },
} as const satisfies Table;

/** 材料形式. */
export const materialMedia = {
  '1': { zh: '纸质', en: 'On paper' },
  '2': { zh: '电子', en: 'Electronic' },
  '3': { zh: '纸质或电子', en: 'On paper or electronic' },
} as const satisfies Table;

/** 材料提供方式, Shanghai's stuffType. */
export const materialWays = {
  '0': { zh: '电子文件', en: 'Electronic file' },
  '1': { zh: '引用', en: 'By reference' },
  '2': { zh: '快递收取', en: 'By courier' },
  '3': { zh: '窗口收取', en: 'At the counter' },
  '4': { zh: '网上申报信息', en: 'Entered online' },
  '5': { zh: '数据共享', en: 'Shared data' },
} as const satisfies Table;

/** 证件类型, GA/T 2000.156. */
export const identityDocuments = {
  '111': { zh: '居民身份证', en: 'Resident ID card' },
  '113': { zh: '户口簿', en: 'Household register' },
  '114': { zh: '军官证', en: 'Officer’s card' },
  '414': { zh: '普通护照', en: 'Passport' },
  '511': { zh: '台湾居民来往大陆通行证', en: 'Mainland travel permit for Taiwan residents' },
  '513': { zh: '往来港澳通行证', en: 'Exit permit for Hong Kong and Macao' },
  '516': { zh: '港澳居民来往内地通行证', en: 'Mainland travel permit for Hong Kong and Macao residents' },
  '553': { zh: '外国人永久居留身份证', en: 'Foreign permanent resident ID card' },
  '990': { zh: '其他', en: 'Other' },
} as const satisfies Table;

/** 性别, GB/T 2261.1. */
export const sexes = {
  '0': { zh: '未知的性别', en: 'Unknown' },
  '1': { zh: '男性', en: 'Male' },
  '2': { zh: '女性', en: 'Female' },
  '9': { zh: '未说明的性别', en: 'Not stated' },
} as const satisfies Table;

/** 事项状态. */
export const matterStates = {
  '1': { zh: '在用', en: 'In use' },
  '2': { zh: '暂停', en: 'Suspended' },
  '3': { zh: '取消', en: 'Ended' },
} as const satisfies Table;

/** 电子证照目录: 15 digits each. Those that the example matters name. */
export const licences = {
  '310105109000100': { zh: '居民身份证', en: 'Resident ID card' },
  '310105105000100': { zh: '户口簿', en: 'Household register' },
  '310105127000101': { zh: '结婚证', en: 'Marriage certificate' },
  '314910001000500': { zh: '出生医学证明', en: 'Birth certificate' },
} as const satisfies Table;

/** 行政区划, GB/T 2260: the districts of Shanghai. */
export const districts = {
  '310101': { zh: '黄浦区', en: 'Huangpu' },
  '310104': { zh: '徐汇区', en: 'Xuhui' },
  '310105': { zh: '长宁区', en: 'Changning' },
  '310106': { zh: '静安区', en: 'Jing’an' },
  '310107': { zh: '普陀区', en: 'Putuo' },
  '310109': { zh: '虹口区', en: 'Hongkou' },
  '310110': { zh: '杨浦区', en: 'Yangpu' },
  '310112': { zh: '闵行区', en: 'Minhang' },
  '310113': { zh: '宝山区', en: 'Baoshan' },
  '310114': { zh: '嘉定区', en: 'Jiading' },
  '310115': { zh: '浦东新区', en: 'Pudong' },
  '310116': { zh: '金山区', en: 'Jinshan' },
  '310117': { zh: '松江区', en: 'Songjiang' },
  '310118': { zh: '青浦区', en: 'Qingpu' },
  '310120': { zh: '奉贤区', en: 'Fengxian' },
  '310151': { zh: '崇明区', en: 'Chongming' },
} as const satisfies Table;

/** 事项类型: digits 3 and 4 of a basic code. */
export const matterTypes = {
  '01': { zh: '行政许可', en: 'Licensing' },
  '02': { zh: '行政处罚', en: 'Penalty' },
  '03': { zh: '行政强制', en: 'Coercion' },
  '04': { zh: '行政征收', en: 'Levy' },
  '05': { zh: '行政给付', en: 'Benefit' },
  '06': { zh: '行政检查', en: 'Inspection' },
  '07': { zh: '行政确认', en: 'Confirmation' },
  '08': { zh: '行政奖励', en: 'Award' },
  '09': { zh: '行政裁决', en: 'Ruling' },
  '10': { zh: '其他行政权力', en: 'Other administrative power' },
  '20': { zh: '公共服务', en: 'Public service' },
} as const satisfies Table;

/** 行使层级: digit 19 of an implementation code. */
export const exerciseLevels = {
  '1': { zh: '国家级', en: 'National' },
  '2': { zh: '省级', en: 'Province' },
  '3': { zh: '市级', en: 'City' },
  '4': { zh: '县级', en: 'County' },
  '5': { zh: '镇（街道）级', en: 'Town or street' },
} as const satisfies Table;

/** 人生事件: under what a citizen looks for a matter. No standard numbers them in one way; names and order are ours. */
export const situations = {
  birth: { zh: '生孩子', en: 'Having a child' },
  work: { zh: '找工作、没了工作', en: 'Finding or losing work' },
  medical: { zh: '看病就医', en: 'Seeing a doctor' },
  residence: { zh: '户口和居住', en: 'Household register and residence' },
  housing: { zh: '租房住房', en: 'Renting and housing' },
  retirement: { zh: '养老退休', en: 'Old age and retirement' },
  hardship: { zh: '困难救助', en: 'Help in hardship' },
  disability: { zh: '助残', en: 'Living with a disability' },
  certificate: { zh: '开证明', en: 'Getting a certificate' },
} as const satisfies Table;

/** The codes of a table, as the schemas take them. */
export function codesOf<T extends Table>(table: T): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
}
