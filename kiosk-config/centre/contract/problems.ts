import { z } from 'zod';

interface Meaning {
  readonly status: number;
  /** What an officer reads. */
  readonly zh: string;
  readonly en: string;
}

/** Stable codes of refusals. A concern adds its own lines; an answer may hold one that is younger than this list. */
export const problems = {
  REQUEST_INVALID: {
    status: 400,
    zh: '填写的内容不符合要求，请检查标出的项目。',
    en: 'Something does not fit; look at the field that is named.',
  },
  NOT_LOGGED_IN: {
    status: 401,
    zh: '请先登录；十五分钟没有操作会自动退出。',
    en: 'Log in first; without activity you are logged off after fifteen minutes.',
  },
  LOG_IN_REFUSED: {
    status: 401,
    zh: '账号、密码或动态码不对。动态码每个只能用一次，请等下一个再试。',
    en: 'Account, password or code is wrong. Each code works once: wait for the next one.',
  },
  LOG_IN_LOCKED: {
    status: 429,
    zh: '连续输错五次，该账号名暂停登录十五分钟。',
    en: 'Wrong five times: this account name cannot log in for fifteen minutes.',
  },
  CREDENTIAL_REFUSED: {
    status: 401,
    zh: '接入凭证无效或已撤销。',
    en: 'The credential is not valid or was revoked.',
  },
  TERMINAL_REFUSED: {
    status: 401,
    zh: '终端的证书或签名无效。',
    en: 'The certificate or the proof of the terminal is not valid.',
  },
  FORBIDDEN: {
    status: 403,
    zh: '您的角色不能做这项操作。',
    en: 'Your role may not do this.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    zh: '请求不是从本系统页面发出的。',
    en: 'The request does not come from a page of this system.',
  },
  NOT_FOUND: { status: 404, zh: '没有找到。', en: 'There is nothing under this address.' },
  STALE: {
    status: 409,
    zh: '别人刚刚改过，请按最新内容再决定。',
    en: 'Somebody else has just changed this; decide again on what is there now.',
  },
  ALREADY_THERE: { status: 409, zh: '已经有了。', en: 'There is already one.' },
  BODY_TOO_LARGE: { status: 413, zh: '内容太大。', en: 'This is too large.' },
  MEDIA_TYPE: { status: 415, zh: '内容格式不支持。', en: 'This media type is not taken.' },
  RATE_LIMITED: { status: 429, zh: '请求太多，请稍后再试。', en: 'Too many requests; try again later.' },
  INTERNAL: {
    status: 500,
    zh: '系统内部错误，已经记录，请联系运行维护人员。',
    en: 'Our own mistake; it was written down. Tell those who run the centre.',
  },
  UNAVAILABLE: {
    status: 503,
    zh: '数据库暂时不可用，请稍后再试。',
    en: 'The database cannot be reached; try again later.',
  },
  CLOCK_SKEW: {
    status: 401,
    zh: '终端时钟与中心相差太大；按 serverTime 重新签名即可。',
    en: "The terminal's clock is too far from the centre's; sign again by serverTime.",
  },
  PROOF_REPLAYED: {
    status: 401,
    zh: '这个请求已经来过一次。',
    en: 'This very request has been here before.',
  },
  CERTIFICATE_EXPIRED: {
    status: 401,
    zh: '终端证书已过期，请技术员重新登记。',
    en: 'The certificate of the terminal has expired; a technician has to enrol it again.',
  },
  TERMINAL_REVOKED: {
    status: 403,
    zh: '终端已被停用。',
    en: 'The terminal was revoked.',
  },
  TERMINAL_STATE: {
    status: 409,
    zh: '终端现在的状态不能做这项操作。',
    en: 'The terminal is in a state in which this cannot be done.',
  },
  CODE_UNKNOWN: {
    status: 404,
    zh: '没有这个登记码，请核对后重新输入。',
    en: 'There is no such enrolment code; compare it and type it again.',
  },
  CODE_USED: {
    status: 409,
    zh: '登记码已经用过，请重新生成一个。',
    en: 'This enrolment code was used; have a new one made.',
  },
  CODE_EXPIRED: {
    status: 410,
    zh: '登记码已过期，请重新生成一个。',
    en: 'This enrolment code has expired; have a new one made.',
  },
  CODE_OF_ANOTHER: {
    status: 409,
    zh: '登记码是给另一台终端或网点的，请核对终端配置。',
    en: 'The code is for another terminal or site; compare the configuration of the terminal.',
  },
  CERTIFICATE_REQUEST_INVALID: {
    status: 422,
    zh: '证书申请无效：要由终端自己的 P-256 密钥签名，且密钥没有用过。',
    en: 'The certificate request is not signed by a P-256 key of its own that was never used before.',
  },
  ROLLOUT_STATE: {
    status: 409,
    zh: '这个版本现在的状态不能做这项操作。',
    en: 'This version is in a state in which this cannot be done.',
  },
  SECURITY_RECORD_LACKING: {
    status: 409,
    zh: '安全管理记录不齐或已过期，补齐后才能发接入凭证。',
    en: 'The security record is not complete or has expired; complete it before a credential is given.',
  },
  PURPOSE_NOT_ALLOWED: {
    status: 409,
    zh: '只有受理平台的运行单位可以上报统计数据。',
    en: 'Only the unit that runs the acceptance platform reports figures.',
  },
  PERIOD_NOT_OVER: {
    status: 409,
    zh: '统计期间还没有结束。',
    en: 'The period is not over yet.',
  },
  YEAR_CLOSED: {
    status: 409,
    zh: '往年的考核指标不能再改。',
    en: 'The indicators of earlier years stay as they are.',
  },
  WEIGHTS_NOT_100: {
    status: 422,
    zh: '各项权重之和应为一百。',
    en: 'The weights must add up to 100.',
  },
  INVITATION_UNUSABLE: {
    status: 410,
    zh: '开通链接已用过或已过期，请管理员重新发一个。',
    en: 'This link was used or has expired; ask the administrator for a new one.',
  },
  PASSWORD_TOO_SIMPLE: {
    status: 422,
    zh: '密码至少十二个字符，含大写、小写、数字、符号中的三种，且不含账号名。',
    en: 'At least twelve characters with three of upper case, lower case, digits and signs, and not the account name.',
  },
  REQUESTER_CANNOT_APPROVE: {
    status: 403,
    zh: '提出申请的人不能审批自己的申请，请由其他角色的另一人办理。',
    en: 'Who sent a request never approves it; another person of another role has to.',
  },
  MZ_APPROVAL_REQUIRED: {
    status: 409,
    zh: '下沉社区事务受理服务中心的事项，须先经市民政局审核通过并有审核文号。',
    en: 'A matter of the community centres needs the approval of the civil affairs bureau first, with its number.',
  },
  WRONG_STATUS: {
    status: 409,
    zh: '事项当前的状态不能做这项操作。',
    en: 'The matter’s status does not allow this.',
  },
  WRONG_STEP: {
    status: 409,
    zh: '申请不在这一步，不能办理。',
    en: 'The request is at another step.',
  },
  REQUEST_PENDING: {
    status: 409,
    zh: '同类申请正在办理，请等它结束或先撤回。',
    en: 'A request of this kind is under way; wait for it or withdraw it.',
  },
  VERSION_NOT_NEWER: {
    status: 409,
    zh: '版本号必须大于已有的版本。',
    en: 'The version has to be newer than those that exist.',
  },
  DOCUMENT_UNUSABLE: {
    status: 422,
    zh: '事项文件无法使用，请按指出的问题修改。',
    en: 'The matter document cannot be used; mend what is named.',
  },
  GUIDE_INCOMPLETE: {
    status: 422,
    zh: '办事指南不完整，请补齐列出的内容。',
    en: 'The guide is not complete; add what is listed.',
  },
  REDUCTIONS_MISSING: {
    status: 422,
    zh: '四减情况不符合要求：材料、时间、环节、跑动都要填写，并且只减不增。',
    en: 'Materials, time, steps and trips have to be given, and none may have grown.',
  },
  JOINT_TEST_MISSING: {
    status: 409,
    zh: '列出的模块还没有通过联调测试。',
    en: 'The modules that are listed have not passed their joint test.',
  },
  NOTICE_MISSING: {
    status: 422,
    zh: '请填写告知群众的内容。',
    en: 'Say what citizens are told.',
  },
  NO_MEASURES: {
    status: 422,
    zh: '办法自2020年10月1日起施行，此前没有可适用的规定。',
    en: 'The measures are in force from 2020-10-01; there is no rule before.',
  },
  NOTICE_TOO_SHORT: {
    status: 422,
    zh: '系统维护须提前五个工作日报备；等不到的，请用紧急暂停。',
    en: 'Maintenance is filed five working days ahead; what cannot wait is an emergency suspension.',
  },
  CALENDAR_UNUSABLE: {
    status: 422,
    zh: '日历无法使用，请按指出的问题修改。',
    en: 'The calendar cannot be used; mend what is named.',
  },
  TIME_INVALID: {
    status: 422,
    zh: '时间不符合要求，请看最早可用的时间。',
    en: 'The time does not fit; see the earliest that does.',
  },
} as const satisfies Record<string, Meaning>;

export type ProblemCode = keyof typeof problems;

/** Body of a refusal (RFC 9457), `application/problem+json`. Some codes bring more members. */
export const problem = z.looseObject({
  type: z.literal('about:blank'),
  /** In the language of the request's Accept-Language; Chinese otherwise. */
  title: z.string(),
  status: z.int(),
  code: z.string(),
  /** Path of what does not fit, such as `body/name`. */
  field: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;
