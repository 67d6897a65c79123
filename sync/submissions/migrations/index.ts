import type { Migration } from './migration.ts';
import { submissions } from './0001-submissions.ts';
import { partsAndAudit } from './0002-parts-and-audit.ts';
import { platformSide } from './0003-platform-side.ts';
import { lookupByMany } from './0004-lookup-by-many.ts';
import { licenceReferences } from './0005-licence-references.ts';
import { cheapChecks } from './0006-cheap-checks.ts';
import { lookupInMemory } from './0007-lookup-in-memory.ts';
import { byAgent } from './0008-by-agent.ts';

/** In order; a published one is never changed, only followed by another. */
export const migrations: readonly Migration[] = [
  ...[submissions, partsAndAudit, platformSide, lookupByMany, licenceReferences, cheapChecks, lookupInMemory],
  byAgent,
];
