/** For TypeScript that uses the set-up (tests and benchmarks); described in the modules beside this file. */
export const ROOT: string;
export const SHELL_FOLDER: string;
export const UI_FOLDER: string;
export const PROGRAM_FOLDER: string;
export class SetUpError extends Error {}
export function setUp(options: { purpose: 'start' | 'test' }): Promise<void>;
export function nodePath(): string;
export function electronPath(): string;
export function buildShell(): Promise<string | null>;
export function buildUi(): Promise<string | null>;
export function launchArgs(options: {
  socketPath: string;
  userData: string;
  shellFolder?: string;
  uiFolder?: string;
  size?: { width: number; height: number };
  windowed?: boolean;
}): string[];
