/**
 * Stands in for the smart card library in a device's process: `node --import` this file. A card lies in the reader. The
 * first process that makes the file PCSC_HUNG gets no answer to a command to the card, ever; the next ones read it.
 */
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import {
  PcscInMemory,
  SocialSecurityCardSimulator,
  holders,
} from '../../smart-card-reader/simulator/index.ts';

/** @returns whether this process is the first one */
function isFirst(mark: string): boolean {
  try {
    writeFileSync(mark, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

const simulator = new SocialSecurityCardSimulator();
const pcsc = new PcscInMemory(simulator);
simulator.insertCard(holders[0]!);
if (isFirst(process.env['PCSC_HUNG'] ?? '')) {
  simulator.faults.failNext('silence', { on: 'read-record' });
}

/** Where the stand-in below finds it. */
Object.assign(globalThis, { pcscInMemory: pcsc });
const STAND_IN = 'data:text/javascript,export const loadPcsc = () => globalThis.pcscInMemory;';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier.endsWith('/pcsc/library.ts')
      ? { url: STAND_IN, format: 'module', shortCircuit: true }
      : next(specifier, context),
});
