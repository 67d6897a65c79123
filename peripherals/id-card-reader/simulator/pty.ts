export { hostOnPty } from '../../simulator-support/pty.ts';
export type { PtyHost } from '../../simulator-support/pty.ts';
