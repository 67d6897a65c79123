import { describe, expect, it } from 'vitest';
import { shortDelays } from '../testing/fixed.ts';
import { Circuit } from './circuit.ts';

/** Closed, with everything allowed. */
function closedCircuit(): Circuit {
  const circuit = new Circuit(8, shortDelays);
  circuit.reached();
  for (let count = 0; count < 4; count++) circuit.success();
  expect(circuit.allowance(0)).toBe(8);
  return circuit;
}

describe('the circuit breaker of the platform', () => {
  it('begins open; the feed makes it half-open with one probe; its success lets the rest in with a ramp', () => {
    const circuit = new Circuit(8, shortDelays);
    expect(circuit.allowance(0)).toBe(0);
    circuit.reached();
    expect(circuit.allowance(0)).toBe(1);
    const allowed = [0, 0, 0, 0].map(() => {
      circuit.success();
      return circuit.allowance(0);
    });
    expect(allowed).toEqual([2, 4, 8, 8]);
  });

  it('silence opens it until the feed has got through, however long that takes', () => {
    const circuit = closedCircuit();
    circuit.silence();
    expect([circuit.allowance(1e9), circuit.opensAt]).toEqual([0, Infinity]);
    circuit.reached();
    expect(circuit.allowance(0)).toBe(1);
  });

  it('four failures in a row are the submissions’ own; the fifth opens it for as long as was asked', () => {
    const circuit = closedCircuit();
    for (let count = 0; count < 4; count++) circuit.failure(0, 7000);
    expect(circuit.state).toBe('closed');
    circuit.failure(0, 7000);
    expect([circuit.allowance(6999), circuit.opensAt]).toEqual([0, 7000]);
    // The feed gets through all the time: that does not end the pause.
    circuit.reached();
    expect(circuit.allowance(6999)).toBe(0);
    expect([circuit.allowance(7000), circuit.state]).toEqual([1, 'half-open']);
    circuit.failure(7000, 7000);
    expect(circuit.allowance(7001)).toBe(0);
    expect(circuit.allowance(14_000)).toBe(1);
    circuit.success();
    expect(circuit.allowance(14_000)).toBe(2);
  });

  it('a probe that hangs while the feed goes on getting through holds up no other', () => {
    const circuit = new Circuit(8, shortDelays);
    circuit.reached();
    circuit.reached();
    expect(circuit.allowance(0)).toBe(1);
    circuit.reached();
    expect(circuit.allowance(0)).toBe(2);
  });
});
