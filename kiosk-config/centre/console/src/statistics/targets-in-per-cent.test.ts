import { describe, expect, it } from 'vitest';
import { targetOf, totalOf, typedTarget } from './measures.ts';

describe('targets of the assessment', () => {
  it('of a share are typed in per cent and come back as they were typed', () => {
    for (const typed of [0, 0.1, 12.5, 28.7, 57.3, 99.99, 100]) {
      const target = targetOf('onlineShare', typed);
      expect(target).toBeLessThanOrEqual(1);
      expect(typedTarget({ measure: 'onlineShare', target })).toBe(typed);
    }
    expect(targetOf('onlineShareWithoutKiosk', 28.7)).toBe(0.287);
  });

  it('of a number stay as they are, and none stays none', () => {
    expect(targetOf('cases', 12_000)).toBe(12_000);
    expect(typedTarget({ measure: 'matters', target: 30 })).toBe(30);
    expect(targetOf('onlineShare', null)).toBeNull();
    expect(typedTarget({ measure: 'onlineShare', target: null })).toBeNull();
  });

  it('stand beside the sums of all units, whose shares are those of all cases', () => {
    const unit = { matters: 2, cases: 10, onlineCases: 9, onlineShare: 0.9, onlineShareWithoutKiosk: 0.5 };
    const other = { matters: 1, cases: 90, onlineCases: 9, onlineShare: 0.1, onlineShareWithoutKiosk: 0.1 };
    const codes = ['310000999000MZ0000', '310000999000RS0000'] as const;
    expect(
      totalOf([
        { unitCode: codes[0], ...unit },
        { unitCode: codes[1], ...other },
      ]),
    ).toEqual({
      matters: 3,
      cases: 100,
      onlineCases: 18,
      onlineShare: 0.18,
      onlineShareWithoutKiosk: 0.14,
    });
    expect(totalOf([])).toBeNull();
  });
});
