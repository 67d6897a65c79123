export { startBench, type Bench, type BenchOptions, type BenchState } from './bench.ts';
export type { BenchAddresses, DevicesConfig } from './config.ts';
