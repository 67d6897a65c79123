import type { DeviceFamily, ReadinessStep, TechnicianPage } from '@tongban/contract';
import type { Readiness } from '@tongban/kiosk-config/provisioning';
import type { StatusWords, StaffWords } from '@tongban/peripherals/manager';
import { deviceFound, LOOK_AGAIN, statusWordsOf } from '../findings/of-devices.ts';
import type { Panel } from '../panel.ts';
import type { DeviceChecks } from './device-checks.ts';
import { foundNow, type PageParts } from './pages.ts';

type Check = Readiness['devices'][number]['check'];
interface Step extends ReadinessStep {
  readonly about: 'panel' | 'device' | 'other';
}

/**
 * 就绪: what a terminal needs before citizens come. Enrolled, its panel measured, every device tried by who stands there, and
 * nothing else to be done.
 */
export class Readying {
  readonly #parts: Pick<PageParts, 'facts' | 'centre'>;
  readonly #panel: Panel;
  readonly #checks: DeviceChecks;

  constructor(parts: Pick<PageParts, 'facts' | 'centre'>, panel: Panel, checks: DeviceChecks) {
    this.#parts = parts;
    this.#panel = panel;
    this.#checks = checks;
  }

  /** In the order in which they are taken. */
  get steps(): readonly Step[] {
    const { facts, centre } = this.#parts;
    const joined = centre();
    const devices = facts.manager.list();
    const families: readonly string[] = devices.map(({ family }) => family);
    const others = foundNow(facts).filter(({ check, next }) => next !== null && !families.includes(check));
    return [
      ...(joined ? [enrolled(joined.standing === 'admitted')] : []),
      this.#measured(),
      ...devices.map(({ family, status, availability }) => {
        const said = statusWordsOf(family, status);
        const { words, next } =
          availability === 'ready'
            ? TRIED[this.#checks.outcomeOf(family)]
            : { words: said.words, next: said.next ?? LOOK_AGAIN };
        return stepOf('device', deviceFound(family, words, next), 'devices');
      }),
      ...others.map((found) => stepOf('other', found, found.check === 'network' ? 'network' : 'overview')),
    ];
  }

  /** @param steps as they are shown and printed with it */
  report(steps: readonly Step[], at: Date): Readiness {
    const { measured } = this.#panel;
    return {
      at: at.toISOString(),
      ready: steps.every(({ next }) => next === null),
      panel: measured && { diagonalInches: measured.diagonalInches, centreMm: measured.centreMm },
      devices: this.#parts.facts.manager.list().map(({ family, availability }) => ({
        family,
        check: this.#checkNow(family, availability === 'ready'),
      })),
      otherwise: steps.filter(({ about, next }) => about === 'other' && next !== null).length,
    };
  }

  #measured(): Step {
    if (!this.#panel.measured) return stepOf('panel', NOT_MEASURED, 'panel');
    const { diagonalInches, panel } = this.#panel.now;
    const words = {
      zh: `屏幕：${diagonalInches} 英寸，中心离地 ${panel.centreMm} 毫米。`,
      en: `Screen: ${diagonalInches} inches, its middle ${panel.centreMm} mm above the floor.`,
    };
    return stepOf('panel', { words, next: null }, 'panel');
  }

  /** What worked when it was tried and is broken now does not work. */
  #checkNow(family: DeviceFamily, isWell: boolean): Check {
    const outcome = this.#checks.outcomeOf(family);
    return outcome === 'passed' && !isWell ? 'failed' : outcome;
  }
}

/** @param page where something is done about it */
function stepOf(about: Step['about'], { words, next }: StatusWords, page: TechnicianPage): Step {
  return { about, words, next, page: next === null ? null : page };
}

function enrolled(isAdmitted: boolean): Step {
  return isAdmitted
    ? stepOf('other', { words: text('已在中心登记。', 'Enrolled at the centre.'), next: null }, 'network')
    : stepOf(
        'other',
        {
          words: text('中心没有放行这台终端。', 'The centre does not admit this terminal.'),
          next: text('看“网络”一页，联系终端管理中心。', 'See the page of the network, and call the centre.'),
        },
        'network',
      );
}

const NOT_MEASURED: StatusWords = {
  words: text('屏幕：大小和高度还没有量。', 'Screen: size and height are not measured.'),
  next: text('拿尺子，到“屏幕”一页。', 'Take a rule and open the page of the screen.'),
};
const TRIED: Readonly<Record<Check, StatusWords>> = {
  passed: { words: text('试过，正常。', 'tested, works.'), next: null },
  failed: {
    words: text('试过，不正常。', 'tested, does not work.'),
    next: text('按“检查设备”一页说的做，再试一次。', 'Do what the page of the devices says, and test again.'),
  },
  'not-made': {
    words: text('还没有试。', 'not tested yet.'),
    next: text('到“检查设备”一页试一试。', 'Test it on the page of the devices.'),
  },
};

function text(zh: string, en: string): StaffWords {
  return { zh, en };
}
