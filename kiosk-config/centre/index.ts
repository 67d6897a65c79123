export type { Publisher } from './matters/publisher.ts';
export { inviteFirstAdministrator } from './people/first-administrator.ts';
export { startCentre, withServices, type CentreOptions, type CentrePlace } from './server/centre.ts';
