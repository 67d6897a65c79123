/** Who may have the camera, and when. */
import type { KioskView } from '@tongban/contract';
import { isUiAddress } from './ui-protocol.ts';

/** What Electron tells of a page that asks for a permission. */
export interface CameraQuestion {
  readonly permission: string;
  /** What of `media` is asked for: `video`, `audio`, or `unknown`. */
  readonly media: readonly string[];
  readonly isMainFrame: boolean;
  /** Address of the document that asks. */
  readonly requestingUrl?: string;
}

/** True in the one step in which a paper is photographed: core says so by its view, and the page by asking. */
export function isCameraStep(view: KioskView | null): boolean {
  return view !== null && view.session.screen === 'material' && view.session.phase === 'camera';
}

/** True for pictures, never sound, and for the screens' own document alone. */
export function mayUseCamera({ permission, media, isMainFrame, requestingUrl }: CameraQuestion): boolean {
  return (
    permission === 'media' &&
    media.length > 0 &&
    media.every((kind) => kind === 'video') &&
    isMainFrame &&
    requestingUrl !== undefined &&
    isUiAddress(requestingUrl)
  );
}
