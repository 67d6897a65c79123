/** visual.md: targets of 20 mm (25 mm in care mode), 4 mm apart; the quiet help bar may be lower. */
export const LIMITS = { targetMm: 20, careTargetMm: 25, helpTargetMm: 14, gapMm: 4 };

/**
 * Runs inside the page: draws every combination by the address' hash and answers what is wrong with its layout,
 * one sentence a fault. Lengths are checked in millimetres as the page itself counts them.
 */
export async function measureViews({
  hashes,
  limits,
}: {
  hashes: readonly string[];
  limits: { targetMm: number; careTargetMm: number; helpTargetMm: number; gapMm: number };
}): Promise<string[]> {
  const faults: string[] = [];
  const slackPx = 1.5;
  interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  const meet = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const isEmpty = (box: Box) => box.right - box.left < 2 || box.bottom - box.top < 2;
  const named = (element: Element) =>
    `<${element.tagName.toLowerCase()} ${element.getAttribute('data-action') ?? element.getAttribute('data-key') ?? element.className.toString()}> "${element.textContent.trim().slice(0, 24)}"`;

  for (const hash of hashes) {
    if (window.gallery.shown !== hash) window.gallery.show(hash);
    // Fonts are asked for when the text is laid out; a whole frame is what measures itself and is laid out again.
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    await window.gallery.stands();
    const fault = (words: string) => faults.push(`${innerWidth}x${innerHeight} ${hash}: ${words}`);
    const style = getComputedStyle(document.documentElement);
    const mm = Number.parseFloat(style.getPropertyValue('--mm'));
    const care = document.documentElement.classList.contains('care');
    const screen: Box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const root = document.querySelector('dialog[open]') ?? document.querySelector('#app');
    if (!root || !document.querySelector('[data-screen]')) {
      fault('no screen');
      continue;
    }
    if (document.documentElement.scrollWidth > innerWidth) fault('scrolls sideways');

    const elements = [...root.querySelectorAll('*')].filter(
      (element) =>
        !element.closest('.visually-hidden, .words-hidden, svg.ground') &&
        !(element instanceof SVGElement && element.tagName !== 'svg'),
    );
    const texts: { box: Box; element: Element }[] = [];
    for (const element of elements) {
      const shape = element.getBoundingClientRect();
      const computed = getComputedStyle(element);
      if (shape.width < 2 || shape.height < 2 || computed.clipPath !== 'none') continue;
      const scroller = element.closest('.box');
      const frame = scroller && scroller !== element ? scroller.getBoundingClientRect() : screen;
      if (shape.left < frame.left - slackPx || shape.right > frame.right + slackPx) {
        fault(`${named(element)} is cut off at the side`);
      }
      if (frame === screen && (shape.top < -slackPx || shape.bottom > innerHeight + slackPx)) {
        fault(`${named(element)} is cut off at the top or bottom`);
      }
      if (
        element instanceof HTMLElement &&
        computed.display !== 'inline' &&
        !element.matches('.scroller, .frame, .box')
      ) {
        if (element.scrollWidth > element.clientWidth + slackPx && element.clientWidth > 0) {
          fault(`${named(element)} is too narrow for its content`);
        }
        if (element.scrollHeight > element.clientHeight + 3 && element.clientHeight > 0) {
          if (element.matches('button, header, footer, dialog, .task, .side, .actions, .attract')) {
            fault(`${named(element)} is too low for its content`);
          }
        }
      }
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || !node.textContent?.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const line of range.getClientRects()) {
          const clip = element.closest('.box')?.getBoundingClientRect() ?? screen;
          // Line boxes are taller than their glyphs: only the middle part is compared.
          const trim = line.height * 0.2;
          const glyphs = {
            left: line.left,
            right: line.right,
            top: line.top + trim,
            bottom: line.bottom - trim,
          };
          const box = meet(glyphs, clip);
          if (!isEmpty(box)) texts.push({ box, element });
        }
      }
    }
    for (const [index, one] of texts.entries()) {
      for (const other of texts.slice(index + 1)) {
        if (one.element !== other.element && !isEmpty(meet(one.box, other.box))) {
          fault(`${named(one.element)} and ${named(other.element)} stand on each other`);
        }
      }
    }

    const buttons = [...root.querySelectorAll('button')].map((element) => {
      const whole = element.getBoundingClientRect();
      const clip = element.closest('.box')?.getBoundingClientRect() ?? screen;
      return { element, whole, seen: meet(whole, clip) };
    });
    for (const { element, whole, seen } of buttons) {
      const least = element.closest('footer.help')
        ? limits.helpTargetMm
        : care
          ? limits.careTargetMm
          : limits.targetMm;
      if (whole.height < least * mm - 0.5) {
        fault(`${named(element)} is ${(whole.height / mm).toFixed(1)} mm high`);
      }
      if (!isEmpty(seen) && innerHeight > innerWidth && seen.top < innerHeight / 3 - slackPx) {
        fault(`${named(element)} lies in the upper third`);
      }
    }
    for (const [index, one] of buttons.entries()) {
      for (const other of buttons.slice(index + 1)) {
        if (isEmpty(one.seen) || isEmpty(other.seen)) continue;
        const aside = Math.max(one.seen.left - other.seen.right, other.seen.left - one.seen.right);
        const above = Math.max(one.seen.top - other.seen.bottom, other.seen.top - one.seen.bottom);
        if (Math.max(aside, above) < limits.gapMm * mm - 0.5) {
          fault(`${named(one.element)} and ${named(other.element)} are too close`);
        }
      }
    }
    for (const box of root.querySelectorAll('.box')) {
      const more = box.scrollHeight > box.clientHeight + 3;
      const mover = '[data-action="scroll-down"]';
      // In reach mode the buttons may stand at another place, where a finger reaches them.
      const moved = box.matches('main .box') && root.querySelector(`.movers ${mover}`) !== null;
      if (more !== (moved || (box.closest('.scroller')?.querySelector(mover) ?? null) !== null)) {
        fault(more ? 'there is more below and nothing says so' : 'offers to scroll without need');
      }
    }
  }
  return faults;
}
