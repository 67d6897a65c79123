import { z } from 'zod';
import type { Camera, CameraDescription, CameraStatus } from '../../camera/index.ts';
import type { Family } from '../family.ts';
import { checkStatus } from '../health.ts';
import type { StatusWords } from '../health.ts';
import { DeviceProxy } from '../link.ts';
import type { DeviceLink } from '../link.ts';
import { onFacts, serveFacts } from '../wish.ts';

const settings = z.strictObject({
  /** Vendor and product of the document camera, as `tongban device list` shows them; without it the first camera is taken. */
  usbId: z
    .string()
    .regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/)
    .optional(),
  /** Where the kernel lists its video devices. */
  sysfsFolder: z.string().min(1).default('/sys/class/video4linux'),
});
type Settings = z.infer<typeof settings>;

const statusWords: Readonly<Record<CameraStatus['kind'], StatusWords>> = {
  ready: { words: { zh: '高拍仪正常。', en: 'The document camera works.' }, next: null },
  'access-denied': {
    words: { zh: '程序没有使用高拍仪的权限。', en: 'The program may not use the document camera.' },
    next: {
      zh: '把终端程序的用户加入 video 组，再重新启动。',
      en: 'Add the user of the program to the group video, then restart.',
    },
  },
  disconnected: {
    words: { zh: '找不到高拍仪。', en: 'The document camera is not found.' },
    next: {
      zh: '检查高拍仪的 USB 线，再用 tongban device list 核对配置里的编号。',
      en: 'Check its USB cable, then its number in the configuration against tongban device list.',
    },
  },
};

class CameraProxy extends DeviceProxy<CameraStatus> implements Camera {
  #description: CameraDescription | null = null;

  constructor(link: DeviceLink<CameraStatus>) {
    super(link);
    onFacts(link, (facts) => {
      this.#description = facts as CameraDescription | null;
    });
  }

  describe(): CameraDescription | null {
    return this.status.kind === 'disconnected' ? null : this.#description;
  }
}

export const camera: Family<Camera, Settings, z.input<typeof settings>> = {
  name: { zh: '高拍仪', en: 'document camera' },
  settings,
  addressForm: 'any | VVVV:PPPP',
  settingsAt: (address) => (address === 'any' ? {} : { usbId: address.toLowerCase() }),
  away: { kind: 'disconnected', availability: 'offline' },
  statusWords,
  capabilities: ({ usbId }) => ({ photographsPapers: true, toldFromOtherCameras: usbId !== undefined }),

  async create({ usbId, sysfsFolder }) {
    const { createCamera } = await import('../../camera/index.ts');
    return createCamera({ sysfsFolder, ...(usbId === undefined ? {} : { usbId }) });
  },

  serve(device, emit) {
    serveFacts(device, () => device.describe(), emit);
    return {};
  },

  proxy: (link) => new CameraProxy(link),

  /** Only the page takes pictures: what the machine says of the camera is all that can be told without it. */
  checkHealth: (device) => checkStatus(device, statusWords),
};
