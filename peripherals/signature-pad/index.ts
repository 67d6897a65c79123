export type { SignatureInput, SignaturePoint } from './strokes.ts';
export { toSignature } from './to-signature.ts';
export type { SignatureOutcome } from './to-signature.ts';
