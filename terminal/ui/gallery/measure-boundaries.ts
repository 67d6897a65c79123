/**
 * Runs inside the page: answers what can be touched and does not stand out by the contrast wanted, neither by its
 * border nor by its own ground, one sentence a fault. A button that holds nothing but words needs no boundary.
 */
export function measureBoundaries(least: number): string[] {
  interface Colour {
    rgb: number[];
    alpha: number;
  }
  const colour = (words: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (words.match(/[\d.]+/g) ?? []).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const luminance = (rgb: number[]) =>
    rgb
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
  const ratio = (one: number[], other: number[]) => {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const groundAround = (element: Element): number[] => {
    for (let at = element.parentElement; at; at = at.parentElement) {
      const { rgb, alpha } = colour(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return rgb;
    }
    return [255, 255, 255];
  };
  const root = document.querySelector('dialog[open]') ?? document.querySelector('#app');
  return [...(root?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? [])].flatMap((button) => {
    const style = getComputedStyle(button);
    const around = groundAround(button);
    const own = colour(style.backgroundColor);
    const border = Number.parseFloat(style.borderBottomWidth) > 0 ? colour(style.borderBottomColor) : null;
    if (own.alpha < 1 && !border) return [];
    const best = Math.max(
      border ? ratio(border.rgb, around) : 1,
      own.alpha === 1 ? ratio(own.rgb, around) : 1,
    );
    return best >= least
      ? []
      : [
          `${button.dataset['action'] ?? button.className} "${button.textContent.trim()}" ${best.toFixed(2)}:1`,
        ];
  });
}
