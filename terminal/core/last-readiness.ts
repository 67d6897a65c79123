import { join } from 'node:path';
import { readiness, type Readiness } from '@tongban/kiosk-config/provisioning';
import { KeptFile } from './kept-file.ts';

/** The report that was made last. The centre is told it with every heartbeat, so that it has it also after it lost it. */
export class LastReadiness extends KeptFile<Readiness | null> {
  constructor(dataFolder: string) {
    super(join(dataFolder, 'readiness.json'), readiness.nullable(), null);
  }
}
