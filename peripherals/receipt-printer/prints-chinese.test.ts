import { afterEach, describe, expect, test } from 'vitest';
import { RASTER_80MM, TEXT_80MM } from './profiles.ts';
import { ACCEPTANCE_SLIP, HOLDING_SLIP, PaperPicture, startRig } from './test-support.ts';
import type { Rig, RigOptions } from './test-support.ts';
import type { SlipDocument } from './slip.ts';

let rig: Rig | undefined;
afterEach(() => rig?.stop());

/** Paper of the simulator: 32 white dots on each side, 40 above. */
const SIDE = 32;
const TOP = 40;

async function printed(slip: SlipDocument, options: RigOptions = {}) {
  rig = await startRig(options);
  await rig.reaches('ready');
  const outcome = await rig.printer.print(slip);
  const [paper] = rig.simulator.papers;
  if (paper === undefined || rig.simulator.papers.length !== 1) throw new Error('not exactly one slip');
  return { outcome, paper, picture: await PaperPicture.of(paper) };
}

async function pictureOf(text: string): Promise<string> {
  const { picture } = await printed({ blocks: [{ type: 'text', text }] });
  await rig?.stop();
  return picture.dots(SIDE, TOP, SIDE + 80, TOP + 44);
}

test('an acceptance slip: whole, cut, with a code that a phone can read', async () => {
  const { outcome, paper, picture } = await printed(ACCEPTANCE_SLIP);
  expect(outcome).toEqual({ kind: 'printed', paperNearEnd: false });
  expect(paper.end).toBe('cut');
  expect(picture.width).toBe(640);
  expect(picture.qrText).toBe('310199202611220137');
  expect(picture.ink(0, 0, SIDE, picture.height)).toBe(0);
  expect(picture.ink(640 - SIDE, 0, 640, picture.height)).toBe(0);
});

test('the two kinds of slips cannot be mixed up: a black band or an empty frame', async () => {
  const band = (await printed(ACCEPTANCE_SLIP)).picture;
  await rig?.stop();
  const frame = (await printed(HOLDING_SLIP)).picture;
  const inside = [SIDE + 40, TOP + 64, SIDE + 536, TOP + 140] as const;
  const share = (picture: PaperPicture): number => picture.ink(...inside) / ((536 - 40) * (140 - 64));
  expect(share(band)).toBeGreaterThan(0.7);
  expect(share(frame)).toBeLessThan(0.4);
  expect(share(frame)).toBeGreaterThan(0.08);
});

test.each(['𬴊', '𠮷', '𠜎', '𪜀', '𫝀', '𰻞'])(
  'a rare character is drawn as itself: %s',
  async (character) => {
    const [rare, common, missing] = [
      await pictureOf(character),
      await pictureOf('张'),
      await pictureOf('\u{10FFFE}'),
    ];
    expect(rare.match(/1/g)?.length).toBeGreaterThan(100);
    expect(rare).not.toBe(common);
    expect(rare).not.toBe(missing);
  },
);

test('a character that no font has is reported and printed as 〓', async () => {
  const { outcome, picture } = await printed({
    blocks: [{ type: 'pair', label: '姓名', value: '张\u{E123}' }],
  });
  expect(outcome).toEqual({ kind: 'printed', paperNearEnd: false, undrawable: ['\u{E123}'] });
  await rig?.stop();
  const { picture: geta } = await printed({ blocks: [{ type: 'pair', label: '姓名', value: '张〓' }] });
  expect(picture.dots(0, 0, 640, picture.height)).toBe(geta.dots(0, 0, 640, geta.height));
});

test('a text printer gets the same slip as characters', async () => {
  const { outcome, paper, picture } = await printed(HOLDING_SLIP, { profile: TEXT_80MM });
  expect(outcome).toEqual({ kind: 'printed', paperNearEnd: false });
  expect(paper.texts).toContain('暂存凭证（非受理凭证）');
  expect(paper.texts).toContain('T7-2611-0042');
  // Of this line the printer's font has one character not: see below.
  expect(paper.texts.join()).not.toContain('办事人');
  expect(paper.texts).toContain('事项：开具参保人员缴费证明（城镇职工基本养老保');
  expect(paper.texts).toContain('      险）');
  expect(paper.qrTexts).toEqual(['T7-2611-0042']);
  expect(picture.qrText).toBe('T7-2611-0042');
});

describe('in text mode, a character that the font of the printer does not hold', () => {
  /** The picture of one line, which is all that is on the paper. */
  async function line(text: string) {
    const { outcome, paper, picture } = await printed(
      { blocks: [{ type: 'text', text, align: 'center' }] },
      { profile: TEXT_80MM },
    );
    await rig?.stop();
    const dots = picture.dots(SIDE, TOP, SIDE + 576, TOP + 24);
    return { outcome, texts: paper.texts, dots, ink: dots.replaceAll('0', '').length };
  }

  test('is printed as a picture, with its line, where the printer would have set it', async () => {
    const rare = await line('张𬴊');
    const other = await line('张𬱖');
    expect(rare).toMatchObject({ outcome: { kind: 'printed', paperNearEnd: false }, texts: [] });
    expect(rare.ink).toBeGreaterThan(150);
    expect(rare.dots).not.toBe(other.dots);
    const common = await line('张三');
    expect(common.texts).toEqual(['张三']);
    // Two characters of 24 dots in the middle of 576: nothing to the left and to the right of them.
    for (const { dots } of [rare, common]) {
      for (let y = 0; y < 24; y++) {
        expect(dots.slice(y * 576, y * 576 + 260)).not.toContain('1');
        expect(dots.slice(y * 576 + 316, (y + 1) * 576)).not.toContain('1');
      }
    }
  });

  test('that no font here has either is reported and printed as 〓', async () => {
    const { outcome, texts, ink } = await line('张\u{E123}');
    expect(outcome).toEqual({ kind: 'printed', paperNearEnd: false, undrawable: ['\u{E123}'] });
    expect(texts).toEqual([]);
    expect(ink).toBeGreaterThan(100);
  });

  test.each([
    { type: 'title', text: '𬴊', look: 'band' },
    { type: 'number', text: '𬴊1' },
    { type: 'pair', label: '姓名', value: '𬴊', strong: true },
    { type: 'small', text: '𬴊' },
    { type: 'qr', text: 'A', caption: '𬴊' },
  ] as const)('does so in a block of type $type', async (block) => {
    const { outcome, paper } = await printed({ blocks: [block] }, { profile: TEXT_80MM });
    expect(outcome).toEqual({ kind: 'printed', paperNearEnd: false });
    expect(paper.texts.join()).not.toContain('𬴊');
  });
});

test('control characters in a text are not obeyed as commands', async () => {
  const text = 'a\u001b@\u001dV\u0000b';
  const { paper } = await printed({ blocks: [{ type: 'text', text }] }, { profile: TEXT_80MM });
  expect(paper.texts).toEqual(['a @ V b']);
});

test.each([RASTER_80MM, TEXT_80MM])(
  'a text longer than a QR code holds is refused: $model',
  async (profile) => {
    rig = await startRig({ profile });
    await rig.reaches('ready');
    await expect(rig.printer.print({ blocks: [{ type: 'qr', text: '长'.repeat(2000) }] })).rejects.toThrow();
    expect(rig.simulator.papers).toEqual([]);
    expect(rig.simulator.state.hangingLines).toBe(0);
  },
);
