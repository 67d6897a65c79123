import type { Catalogue } from '@tongban/kiosk-config/catalogue';
import { Applications } from './applications.ts';
import { Libraries } from './aggregation.ts';
import { StatusFeed } from './feed.ts';
import type { Ground } from './ground.ts';
import { Matters } from './matters.ts';
import { Notices } from './notices.ts';
import { Receipts } from './receipts.ts';
import { Reconciliation } from './reconciliation.ts';
import { Revisions } from './revisions.ts';
import { Terminals } from './terminals.ts';
import { Uploads } from './uploads.ts';

/** The rules of the platform, part by part; none of them knows HTTP. */
export interface Platform {
  readonly ground: Ground;
  readonly matters: Matters;
  readonly feed: StatusFeed;
  readonly applications: Applications;
  readonly uploads: Uploads;
  readonly revisions: Revisions;
  readonly libraries: Libraries;
  readonly reconciliation: Reconciliation;
  readonly notices: Notices;
  readonly terminals: Terminals;
}

export function buildPlatform(ground: Ground, catalogue: Catalogue, requireSignature: boolean): Platform {
  const matters = new Matters(ground, catalogue);
  const feed = new StatusFeed(ground);
  const receipts = new Receipts(ground.keys);
  const applications = new Applications(ground, matters, feed, receipts);
  return {
    ...{ ground, matters, feed, applications },
    uploads: new Uploads(ground, matters, applications),
    revisions: new Revisions(ground, matters, applications, feed, receipts),
    libraries: new Libraries(ground),
    reconciliation: new Reconciliation(ground),
    notices: new Notices(ground),
    terminals: new Terminals(ground, requireSignature),
  };
}
