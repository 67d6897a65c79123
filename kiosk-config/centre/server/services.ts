import { createAudit } from '../audit/audit.ts';
import { createCalendars } from '../calendars/calendars.ts';
import { createAnnouncements } from '../matters/announcements.ts';
import { createConnections } from '../matters/connections.ts';
import { createDocuments } from '../matters/documents.ts';
import { publishedVersion } from '../matters/publication-store.ts';
import { createPublisher } from '../matters/publisher.ts';
import { createReadings } from '../matters/readings.ts';
import { createRequests } from '../matters/requests.ts';
import { createServedBundles } from '../matters/served-bundles.ts';
import { createAccounts } from '../people/accounts.ts';
import { createAttempts } from '../people/attempts.ts';
import { createInvitations } from '../people/invitations.ts';
import { createSessions } from '../people/sessions.ts';
import { createEvents } from '../statistics/events.ts';
import { createIndicators } from '../statistics/indicators.ts';
import { createStatistics } from '../statistics/publications.ts';
import { createQuality } from '../statistics/quality.ts';
import { createTerminals } from '../terminals/services.ts';
import { createCredentials } from '../units/credentials.ts';
import { createSites } from '../units/sites.ts';
import { createUnits } from '../units/units.ts';
import type { Ground } from './ground.ts';

/** The services of the centre, each a closure over the ground and those before it; a concern adds its own. */
export function createServices(ground: Ground) {
  const audit = createAudit(ground);
  const audited = { ...ground, audit };
  const indicators = createIndicators(audited);
  return {
    ...audited,
    accounts: createAccounts(audited),
    invitations: createInvitations(audited),
    attempts: createAttempts(audited),
    sessions: createSessions(audited),
    units: createUnits(audited),
    credentials: createCredentials(audited),
    sites: createSites(audited),
    events: createEvents(ground),
    quality: createQuality(ground),
    documents: createDocuments(audited),
    requests: createRequests(audited),
    readings: createReadings(audited),
    announcements: createAnnouncements(audited),
    connections: createConnections(audited),
    calendars: createCalendars(audited),
    publisher: createPublisher(audited),
    servedBundles: createServedBundles(ground.database),
    indicators,
    terminals: createTerminals(audited, () => publishedVersion(ground.database)),
    statistics: createStatistics({ ...audited, indicators }),
  };
}

export type Services = ReturnType<typeof createServices>;
