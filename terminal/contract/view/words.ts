export type Language = 'zh-CN' | 'en';
/** Chinese always, English where the publisher gave one (screens fall back to Chinese). */
export interface LocalText {
  readonly zh: string;
  readonly en?: string | undefined;
}
