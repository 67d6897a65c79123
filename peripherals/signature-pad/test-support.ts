import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { SignatureInput, SignaturePoint } from './index.ts';

type Place = readonly [x: number, y: number];
/** A panel that reports 100 points a second. */
const POINT_INTERVAL_MS = 10;
const POINTS_PER_LINE = 12;
/** Of a finger on a screen that measures none. */
const NO_PRESSURE = 0.5;

/** Draws with a finger: lines from corner to corner, places in millimetres. */
export class Finger {
  readonly strokes: SignaturePoint[][] = [];
  #t = 0;

  draw(corners: readonly Place[], pressure = NO_PRESSURE): this {
    const stroke: SignaturePoint[] = [];
    for (const [index, [x, y]] of corners.entries()) {
      const [fromX, fromY] = corners[index - 1] ?? [x, y];
      const points = index === 0 ? 1 : POINTS_PER_LINE;
      for (let point = 1; point <= points; point++) {
        const part = point / points;
        stroke.push({
          x: (fromX + (x - fromX) * part) * 10,
          y: (fromY + (y - fromY) * part) * 10,
          t: (this.#t += POINT_INTERVAL_MS),
          pressure,
        });
      }
    }
    this.strokes.push(stroke);
    this.#t += 200;
    return this;
  }

  /** On a field of 120 × 60 mm. */
  get input(): SignatureInput {
    return { width: 1200, height: 600, strokes: this.strokes };
  }
}

/** The name 丁一, of three strokes: no shorter one is likely. */
export function shortestName(): Finger {
  return new Finger()
    .draw([
      [20, 20],
      [40, 20],
    ])
    .draw([
      [30, 20],
      [30, 40],
      [26, 37],
    ])
    .draw([
      [55, 30],
      [75, 29],
    ]);
}

export interface ReadSvg {
  readonly width: string;
  readonly height: string;
  readonly viewBox: string;
  readonly paths: readonly {
    readonly d: string;
    readonly strokeWidth: number;
    readonly times: number[];
    readonly pressures: number[];
  }[];
  /** Every element and attribute name there is. */
  readonly names: ReadonlySet<string>;
}

/** Reads a signature as any XML reader does. @throws when it is no XML */
export function readSvg(text: string): ReadSvg {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(valid.err.msg);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    isArray: (name) => name === 'path',
  });
  const { svg } = parser.parse(text) as {
    svg: Record<string, string> & { g: Record<string, unknown> & { path: Record<string, string>[] } };
  };
  const { g, ...outer } = svg;
  const { path, ...group } = g;
  const numbers = (list: string | undefined): number[] => (list ?? '').split(' ').map(Number);
  return {
    width: outer['width'] ?? '',
    height: outer['height'] ?? '',
    viewBox: outer['viewBox'] ?? '',
    paths: path.map((each) => ({
      d: each['d'] ?? '',
      strokeWidth: Number(each['stroke-width']),
      times: numbers(each['data-t']),
      pressures: numbers(each['data-p']),
    })),
    names: new Set([
      'svg',
      'g',
      'path',
      ...[outer, group, ...path].flatMap((each) => Object.keys(each as object)),
    ]),
  };
}
