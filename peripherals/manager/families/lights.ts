import { z } from 'zod';
import { LIGHTS } from '../../lights/index.ts';
import type { LightName, Lights, LightsStatus } from '../../lights/index.ts';
import type { Family } from '../family.ts';
import { checkStatus } from '../health.ts';
import type { StatusWords } from '../health.ts';
import { DeviceProxy } from '../link.ts';
import type { DeviceLink } from '../link.ts';
import { placeOf, xfsLine, xfsLineAt } from '../settings.ts';

const settings = z.strictObject({ line: xfsLine });
type Settings = z.infer<typeof settings>;

const SHOW = 'show';
/** Answered at once; what takes longer is a stuck driver. */
const CALL_LIMIT_MS = 5000;

const statusWords: Readonly<Record<LightsStatus['kind'], StatusWords>> = {
  ready: { words: { zh: '指示灯正常。', en: 'The lights work.' }, next: null },
  'not-shown': {
    words: { zh: '指示灯没有按要求亮灭。', en: 'The lights do not show what they should.' },
    next: {
      zh: '看一下服务程序的记录；办事不受影响，可以继续服务。',
      en: "Look at the provider's log; nothing else depends on them.",
    },
  },
  disconnected: {
    words: { zh: '找不到指示灯。', en: 'The lights are not found.' },
    next: {
      zh: '确认 XFS4IoT 服务程序在运行，再核对配置里的地址。',
      en: 'See that the XFS4IoT service provider runs, then check the address in the configuration.',
    },
  },
};

class LightsProxy extends DeviceProxy<LightsStatus> implements Lights {
  #lit: readonly LightName[] = [];

  constructor(link: DeviceLink<LightsStatus>) {
    super(link);
    link.onReady(() => this.#tell());
  }

  show(lit: readonly LightName[]): void {
    this.#lit = lit;
    this.#tell();
  }

  /** Without a process nothing is lost: the next one is told when it comes. */
  #tell(): void {
    void this.link.call(SHOW, this.#lit, CALL_LIMIT_MS);
  }
}

export const lights: Family<Lights, Settings, z.input<typeof settings>> = {
  name: { zh: '指示灯', en: 'lights' },
  settings,
  addressForm: 'xfs://HOST:PORT/SERVICE',
  settingsAt: (address) => ({ line: xfsLineAt(address) }),
  away: { kind: 'disconnected', availability: 'offline' },
  statusWords,
  capabilities: () => ({ showsWhereToPutAndTake: true }),

  async create({ line }) {
    const { createXfsLights } = await import('../../xfs4iot/index.ts');
    return createXfsLights({ place: placeOf(line) });
  },

  serve: (device) => ({ [SHOW]: (lit) => device.show(lit as readonly LightName[]) }),

  proxy: (link) => new LightsProxy(link),

  async checkHealth(device, level, attendant) {
    const report = await checkStatus(device, statusWords);
    if (level !== 'interactive' || !report.healthy) return report;
    device.show(LIGHTS);
    const isLit = await attendant.ask({
      zh: '读卡口、出票口和扫码窗的灯都亮着吗？',
      en: 'Are the lights of card slot, slip slot and scanner on?',
    });
    device.show([]);
    if (isLit) return report;
    return {
      healthy: false,
      status: device.status.kind,
      words: { zh: '有指示灯不亮。', en: 'A light does not go on.' },
      next: {
        zh: '检查不亮的灯和它的线，必要时更换。',
        en: 'Check that light and its cable; replace it if need be.',
      },
    };
  },
};
