import { readerOnMemory } from './simulator/test-support.ts';
import { describeReaderContract } from './testing/reader-contract.ts';

describeReaderContract(() => {
  const setup = readerOnMemory();
  return Object.assign(setup, { looks: (count: number) => setup.pcsc.waits(count) });
});
