import { describe, expect, test } from 'vitest';
import { Ink, pieces, type Touch } from './ink.ts';

const WIDTH = 2000;
const HEIGHT = 800;
const touch = (change: Partial<Touch> = {}): Touch => ({
  pointer: 1,
  kind: 'touch',
  x: 100,
  y: 100,
  timeMs: 5000,
  pressure: 0,
  contactMm: 10,
  ...change,
});

describe('what counts as writing', () => {
  test('a finger leaves a stroke with its way and its time from the first touch on', () => {
    const ink = new Ink(WIDTH, HEIGHT);
    expect(ink.down(touch())).toBe(true);
    expect(ink.move(touch({ x: 160.04, timeMs: 5010 }))).toBe(true);
    ink.up(1);
    ink.down(touch({ pointer: 2, x: 300, timeMs: 5500 }));
    expect(ink.strokes).toEqual([
      [
        { x: 100, y: 100, t: 0, pressure: 0 },
        { x: 160, y: 100, t: 10, pressure: 0 },
      ],
      [{ x: 300, y: 100, t: 500, pressure: 0 }],
    ]);
  });

  test('a second finger and a palm leave nothing', () => {
    const ink = new Ink(WIDTH, HEIGHT);
    expect(ink.down(touch({ contactMm: 40 }))).toBe(false);
    ink.down(touch());
    expect(ink.down(touch({ pointer: 2 }))).toBe(false);
    expect(ink.move(touch({ pointer: 2, x: 900 }))).toBe(false);
    ink.up(2);
    expect(ink.move(touch({ x: 200 }))).toBe(true);
    expect(ink.strokes).toHaveLength(1);
  });

  test('a pen takes over from the hand that rested first', () => {
    const ink = new Ink(WIDTH, HEIGHT);
    ink.down(touch());
    expect(ink.down(touch({ pointer: 2, kind: 'pen', x: 500, pressure: 0.3 }))).toBe(true);
    expect(ink.move(touch({ x: 200 }))).toBe(false);
    expect(ink.strokes).toEqual([[{ x: 500, y: 100, t: 0, pressure: 0.3 }]]);
  });

  test('trembling at rest adds no points, and what leaves the field stays at its edge', () => {
    const ink = new Ink(WIDTH, HEIGHT);
    ink.down(touch());
    expect(ink.move(touch({ x: 101 }))).toBe(false);
    ink.move(touch({ x: 5000, y: -30 }));
    expect(ink.strokes[0]?.at(-1)).toMatchObject({ x: WIDTH, y: 0 });
  });

  test('no more is kept than the contract takes', () => {
    const ink = new Ink(WIDTH, HEIGHT);
    ink.down(touch());
    for (let step = 0; step < 6000; step += 1) ink.move(touch({ x: step % 2 === 0 ? 200 : 100 }));
    ink.up(1);
    expect(ink.strokes[0]).toHaveLength(5000);
    for (let stroke = 0; stroke < 400; stroke += 1) {
      ink.down(touch());
      ink.up(1);
    }
    expect(ink.strokes).toHaveLength(300);
  });

  test('clearing begins anew, with a new time', () => {
    const ink = new Ink(WIDTH, HEIGHT);
    ink.down(touch());
    ink.clear();
    expect(ink.isEmpty).toBe(true);
    ink.down(touch({ timeMs: 9000 }));
    expect(ink.strokes[0]?.[0]?.t).toBe(0);
  });
});

describe('the ink', () => {
  const line = (speed: number, pressure = 0) =>
    Array.from({ length: 20 }, (_, index) => ({ x: index * 10 * speed, y: 50, t: index * 10, pressure }));

  test('is one line without gaps from the first point to the last', () => {
    const drawn = pieces(line(1));
    expect(drawn[0]?.from).toMatchObject({ x: 0 });
    expect(drawn.at(-1)?.to).toMatchObject({ x: 190 });
    for (const [index, piece] of drawn.entries()) {
      if (index > 0) expect(piece.from).toEqual(drawn[index - 1]?.to);
    }
  });

  test('is thick where the hand is slow and thin where it is fast; a pen presses instead', () => {
    const width = (stroke: Parameters<typeof pieces>[0]) => pieces(stroke).at(-1)?.width ?? 0;
    expect(width(line(0.2))).toBeGreaterThan(width(line(5)));
    expect(width(line(5, 0.9))).toBeGreaterThan(width(line(0.2, 0.1)));
  });

  test('makes a dot of a touch that did not move', () => {
    expect(pieces([{ x: 5, y: 6, t: 0, pressure: 0 }])).toHaveLength(1);
    expect(pieces([])).toEqual([]);
  });
});
