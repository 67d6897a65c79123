/** The ten modules of art. 5, in its order. */
export const moduleNames = [
  /** 统一受理平台 */
  'acceptance',
  /** 统一身份认证 */
  'identity',
  /** 统一总客服 */
  'customer-service',
  /** 统一公共支付 */
  'payment',
  /** 统一物流快递 */
  'logistics',
  /** 电子证照 */
  'e-licence',
  /** 电子印章 */
  'e-seal',
  /** 电子档案 */
  'e-archive',
  /** 市民主页 */
  'citizens-page',
  /** 企业专属网页 */
  'enterprise-page',
] as const;
export type ModuleName = (typeof moduleNames)[number];

/** `degraded`: it answers, but slowly, or says itself that it is not well. */
export type ModuleState = 'up' | 'degraded' | 'down';
export type ModuleStates = Readonly<Record<ModuleName, ModuleState>>;

/** Why something cannot be done now; the screens have the words. */
export interface Closed {
  readonly module: ModuleName;
  /** `not-at-this-site`: switched off in the terminal's configuration. */
  readonly cause: 'offline' | 'module-down' | 'not-at-this-site';
}
