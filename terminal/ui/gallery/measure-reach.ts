/** EN 301 549, 8.3: what is touched stands 380 to 1,220 mm above the floor. */
export const REACH = { lowestMm: 380, highestMm: 1220 };

/**
 * Runs inside the page: answers each control of what is shown (the overlay, if there is one) that stands above the
 * line or too near the floor, one sentence a fault. Heights are counted from the panel's own measures and not from
 * what the page made of them. A part of a list that is scrolled away is not there; what scrolls it is.
 */
export function measureReach({
  centreMm,
  diagonalInches,
  limits,
}: {
  centreMm: number;
  diagonalInches: number;
  limits: { lowestMm: number; highestMm: number };
}): string[] {
  const pxPerMm = Math.hypot(innerWidth, innerHeight) / (diagonalInches * 25.4);
  const aboveFloor = (y: number) => centreMm + innerHeight / pxPerMm / 2 - y / pxPerMm;
  const root = document.querySelector('dialog[open]') ?? document.querySelector('#app');
  if (!root) return ['no screen'];
  const controls = root.querySelectorAll(
    'button, a[href], input, select, textarea, [role="radio"], [role="checkbox"], [tabindex="0"], [data-signature], [data-writing]',
  );
  return [...controls].flatMap((control) => {
    // A list that keys scroll has the focus, but its buttons are what a finger touches.
    if (control.matches('.box')) return [];
    const whole = control.getBoundingClientRect();
    const clip = control.closest('.box')?.getBoundingClientRect();
    const top = Math.max(whole.top, clip?.top ?? 0);
    const bottom = Math.min(whole.bottom, clip?.bottom ?? innerHeight);
    if (bottom - top < 2) return [];
    const name = control.getAttribute('data-action') ?? control.getAttribute('data-key') ?? control.className;
    const said = `<${name}> "${control.textContent.trim().slice(0, 20)}"`;
    const [high, low] = [aboveFloor(top), aboveFloor(bottom)];
    if (high > limits.highestMm + 0.3) return [`${said} reaches up to ${high.toFixed(0)} mm`];
    return low < limits.lowestMm ? [`${said} reaches down to ${low.toFixed(0)} mm`] : [];
  });
}
