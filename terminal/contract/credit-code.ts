/** 统一社会信用代码 (GB 32100): without I, O, S, V and Z, which people confuse with digits and with each other. */
export const CREDIT_CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
export const CREDIT_CODE_LENGTH = 18;
