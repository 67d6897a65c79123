import type { KioskView, SessionView } from '@tongban/contract';
import type { LightName, Lights } from '@tongban/peripherals/lights';

/**
 * Where the citizen has to put something now, or to take it: a light each. Like the screen a function of the view alone, so
 * that both say the same and none is left on by somebody who has gone.
 */
export function lightsOf(view: SessionView): readonly LightName[] {
  switch (view.screen) {
    case 'card': {
      const wanted: Partial<Record<LightName, boolean>> = {
        'id-card-pad': view.reader === 'waiting' || view.reader === 'removed',
        'card-slot': view.slot === 'awaited' || view.slot === 'take-out',
        'code-scanner': view.code === 'awaited',
      };
      return (Object.keys(wanted) as LightName[]).filter((light) => wanted[light]);
    }
    case 'done':
    case 'practice-done':
      return view.slip === 'printed' ? ['slip-slot'] : [];
    case 'take-card':
      return [
        view.inSlot ? 'card-slot' : 'id-card-pad',
        ...(view.slipPrinted ? (['slip-slot'] as const) : []),
      ];
    default:
      return [];
  }
}

/** The one place from which the lights are moved: to be told of every view. */
export function lightTheWay(lights: Lights): (view: KioskView) => void {
  let shown = '';
  return ({ session }) => {
    const lit = lightsOf(session);
    if (lit.join() === shown) return;
    shown = lit.join();
    lights.show(lit);
  };
}
