export { codeAt } from '../people/totp.ts';
export { startPostgres, type PostgresCluster } from './postgres-cluster.ts';
