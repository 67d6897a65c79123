export { startBench, type Bench, type BenchOptions, type BenchState } from './bench.ts';
