import { expect, it } from 'vitest';
import { citizens } from '../../id-card-reader/simulator/index.ts';
import { encodeTextBlock } from '../../id-card-reader/simulator/card-blocks.ts';
import { encodeFrame } from '../../id-card-reader/protocol/frame.ts';
import { IdCardScrubber } from './scrub-id-card.ts';

/** `TONGBAN_FUZZ=1000000` for the long run. */
const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 20_000);

/** The linear congruential generator of ANSI C. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

it(`keeps the length and tells nothing of a card, whatever the line does to it (${INPUTS} inputs)`, () => {
  const seed = Date.now() >>> 0;
  console.log(`seed ${seed}`);
  const random = generator(seed);
  const card = citizens[0]!;
  const data = Buffer.concat([Buffer.of(0, 0, 0x90, 1, 0, 4, 0), encodeTextBlock(card), card.photoWlt]);
  const answer = Buffer.from(encodeFrame(data));
  const secrets = [Buffer.from(card.name, 'utf16le'), Buffer.from(card.idNumber.slice(4, 14), 'utf16le')];
  const scrubber = new IdCardScrubber();
  for (let input = 0; input < INPUTS; input++) {
    // A piece of an answer, sometimes with one byte changed, in up to three chunks.
    const piece = Buffer.from(
      answer.subarray(random(64), random(3) === 0 ? random(answer.length) : answer.length),
    );
    if (piece.length > 0 && random(2) === 0) piece[random(Math.min(piece.length, 300))] = random(256);
    const cut = random(piece.length + 1);
    const clean = Buffer.concat([
      scrubber.received(piece.subarray(0, cut)),
      ...(random(8) === 0 ? [scrubber.flush()] : []),
      scrubber.received(piece.subarray(cut)),
      scrubber.flush(),
    ]);
    if (clean.length !== piece.length)
      expect(clean.length, `seed ${seed}, input ${input}`).toBe(piece.length);
    for (const secret of secrets) {
      if (clean.includes(secret)) expect.fail(`a secret came through: seed ${seed}, input ${input}`);
    }
  }
}, 600_000);
