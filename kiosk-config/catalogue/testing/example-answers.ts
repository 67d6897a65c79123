import type { FormValues, PersonFacts } from '../index.ts';

/** What one citizen could answer to every question that a matter asks, by handleItem; everything is invented. */
export const exampleAnswers: Readonly<Record<string, FormValues>> = {
  /** 低保、低收入、特困家庭证明（示例） */
  '310000999000MZ0000531209901900001': {
    category: 'subsistence',
    purpose: 'education',
    phone: '13800005678',
    promise: true,
  },
  /** 灵活就业登记和退出（示例） */
  '310000999000RS0000531200020200001': {
    action: 'begin',
    work: 'self',
    beganOn: '2026-11-02',
    phone: '13800005678',
    promise: true,
  },
  /** 户籍证明开具（示例） */
  '310000999000GA0000531200008800001': {
    content: 'address',
    purpose: 'school',
    phone: '13800005678',
    promise: true,
  },
  /** 就业困难人员社保补贴（示例） */
  '310000999000RS0000531209005500001': {
    hardship: 'long-unemployed',
    bankCard: '6222021001112223331',
    phone: '13800005678',
    promise: true,
  },
  /** 住房租赁合同网签备案（示例） */
  '310000999000FG0000531109902100001': {
    role: 'tenant',
    otherParty: '测试乙',
    homeAddress: '上海市测试区虚拟路2弄8号602室',
    monthlyRent: '4200',
    startsOn: '2026-12-01',
    term: 'up-to-1',
    phone: '13800005678',
    promise: true,
  },
  /** 生育保险待遇申领（示例） */
  '310000999000YB0000531059901700001': {
    event: 'natural',
    on: '2026-09-18',
    children: '1',
    hospital: '上海虚拟测试医院',
    bankCard: '6222021001112223331',
    phone: '13800005678',
    promise: true,
  },
  /** 门急诊就医记录册申领、更换、补发（示例） */
  '310000999000YB0000531200037700001': { action: 'first', promise: true },
  /** 有无违法犯罪记录证明（示例） */
  '11310000002420447T231200021800001': {
    purpose: 'abroad',
    destination: 'asia',
    collectAt: 'this-centre',
    phone: '13800005678',
    promise: true,
  },
  /** 老年综合津贴（示例） */
  '310000999000MZ0000531059901800001': {
    bankCard: '6222021001112223331',
    phone: '13800005678',
    cardDelivery: 'this-centre',
    promise: true,
  },
  /** 养老金卡（折）调整（示例） */
  '310000999000RS0000531200049700001': {
    bankCard: '6222021001112223331',
    reason: 'lost',
    phone: '13800005678',
    promise: true,
  },
  /** 居住证签注（示例） */
  '310000999000GA0000531200019400001': {
    sameAddress: 'moved',
    newAddress: '上海市测试区虚拟路2弄8号602室',
    reason: 'job',
    phone: '13800005678',
    promise: true,
  },
  /** 居住证新办（示例） */
  '310000999000GA0000531209900400001': {
    currentAddress: '上海市测试区虚拟路2弄8号602室',
    registeredSince: '2025-11-03',
    reason: 'job',
    employer: '上海虚拟测试有限公司',
    phone: '13800005678',
    promise: true,
  },
  /** 居住登记注销（示例） */
  '310000999000GA0000531200008600001': {
    reason: 'back-home',
    leftOn: '2026-10-31',
    phone: '13800005678',
    promise: true,
  },
  /** 户籍人户分离人员居住登记（示例） */
  '310000999000GA0000531200008300001': {
    currentAddress: '上海市测试区虚拟路2弄8号602室',
    housing: 'own',
    livesThereSince: '2026-08-01',
    receiptBy: 'express',
    expressAddress: '上海市测试区虚拟路2弄8号602室',
    phone: '13800005678',
    promise: true,
  },
  /** 居民医保参保登记（示例） */
  '310000999000YB0000531200036100001': {
    category: 'registered',
    startsOn: 'this-year',
    phone: '13800005678',
    promise: true,
  },
  /** 新版社保卡开通（示例） */
  '310000999000GA0000531200017600001': {
    cardEnding: '0123',
    oldCard: 'in-use',
    phone: '13800005678',
    promise: true,
  },
  /** 最低生活保障金申请（示例） */
  '310000999000MZ0000531051100100001': {
    householdSize: '1',
    mainReason: 'low-wage',
    monthlyIncome: '3000',
    bankCard: '6222021001112223331',
    phone: '13800005678',
    promise: true,
  },
  /** 残疾人交通补贴（示例） */
  '310000999000CL0000531200037400001': {
    bankCard: '6222021001112223331',
    phone: '13800005678',
    promise: true,
  },
  /** 跨省异地就医备案（示例） */
  '310000999000YB0000531209901600001': {
    kind: 'settled',
    where: 'other',
    otherProvince: '云南',
    startsOn: '2026-12-01',
    phone: '13800005678',
    promise: true,
  },
  /** 失业保险金申领（示例） */
  '310000999000RS0000531050021200101': {
    bankCard: '6222021001112223331',
    lookingFor: 'same',
    phone: '13800005678',
    promise: true,
  },
  /** 失业登记（示例） */
  '310000999000RS0000531200061700001': {
    registeredWhere: 'local',
    reason: 'contract-ended',
    leftOn: '2026-10-31',
    wish: 'placement',
    phone: '13800005678',
    promise: true,
  },
  /** 用人单位招用备案（示例） */
  '310000999000RS0000531209902200001': {
    employeeName: '测试丙',
    employeeIdNumber: '310199198605170018',
    beganOn: '2026-11-02',
    term: 'fixed',
    phone: '13800005678',
    promise: true,
  },
  /** 劳动者基本信息维护（示例） */
  '310000999000RS0000531200038400001': {
    what: 'address',
    contactAddress: '上海市测试区虚拟路2弄8号602室',
    phone: '13800005678',
    promise: true,
  },
};

/** Of the unassigned region 310199; the name has characters beyond the basic plane and the dot of ethnic names. */
export const woman70: PersonFacts = {
  ...{ name: '测试·𬴊𰻞', sex: 'female', nation: '汉', birth: '1956-03-08', age: 70 },
  ...{ address: '上海市测试区虚拟路1号', idNumber: '310199195603080023' },
};
export const man40: PersonFacts = {
  ...{ name: '测试乙', sex: 'male', nation: '汉', birth: '1986-05-17', age: 40 },
  ...{ address: '上海市测试区虚拟路1号', idNumber: '310199198605170018' },
};
