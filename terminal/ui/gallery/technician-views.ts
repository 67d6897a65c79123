import type {
  DeviceCheck,
  DeviceSearchView,
  NotEnrolled,
  SessionView,
  TechnicianDevice,
  TechnicianOn,
  TechnicianPage,
} from '@tongban/contract';
import { text } from './matters.ts';

/** What a technician sees. */

type Rest<P extends TechnicianPage> = Omit<TechnicianOn<P>, 'screen' | 'page'>;
function technician<P extends TechnicianPage>(page: P, rest: Rest<P>): TechnicianOn<P> {
  return { screen: 'technician', page, ...rest } as unknown as TechnicianOn<P>;
}
function entrance(wasWrong: boolean): SessionView {
  const asked = { kind: 'code', number: '40718263', wasWrong, triesLeft: wasWrong ? 2 : 3 } as const;
  return { screen: 'technician-entrance', asked };
}

function notEnrolled(state: NotEnrolled['state'], problem: NotEnrolled['problem'] = null): SessionView {
  const asked = { kind: 'not-enrolled', state, canScan: true, problem } as const;
  return { screen: 'technician-entrance', asked };
}

const paperOut = {
  words: text('凭条纸用完了。', 'There is no paper.'),
  next: text('装入 80 毫米热敏纸，合上盖子。', 'Put in a roll of 80 mm thermal paper and close the cover.'),
};
const well = [
  text('身份证读卡器：读卡器正常。', 'ID card reader: The card reader works.'),
  text('社保卡读卡器：社保卡读卡器正常。', 'smart card reader: The card reader works.'),
  text('扫码器：扫码器正常。', 'code scanner: The code scanner works.'),
  text('高拍仪：高拍仪正常。', 'document camera: The document camera works.'),
  text('事项 22 件，现在能办 22 件', '22 matters, 22 of them can be done now'),
  text('网络和受理平台：通', 'Network and platform: online'),
].map((words) => ({ words, next: null }));

const printer: TechnicianDevice = {
  ...{ family: 'receipt-printer', availability: 'needs-attention' },
  ...{ name: text('凭条打印机', 'receipt printer'), ...paperOut },
};
const a4: TechnicianDevice = {
  ...{ family: 'document-printer', availability: 'ready', name: text('文件打印机', 'document printer') },
  ...{ words: text('文件打印机正常。', 'The document printer works.'), next: null },
};
const devices: readonly TechnicianDevice[] = [
  {
    ...{ family: 'id-card-reader', availability: 'ready', name: text('身份证读卡器', 'ID card reader') },
    ...{ words: text('读卡器正常。', 'The card reader works.'), next: null },
  },
  printer,
  {
    ...{ family: 'camera', availability: 'offline', name: text('高拍仪', 'document camera') },
    words: text('找不到高拍仪。', 'The document camera is not found.'),
    next: text(
      '检查高拍仪的 USB 线，再用 tongban device list 核对配置里的编号。',
      'Check its USB cable, then its number in the configuration against tongban device list.',
    ),
  },
  a4,
];
const found: DeviceSearchView['found'] = [
  {
    ...{ family: 'id-card-reader', name: text('身份证读卡器', 'ID card reader'), isNew: false },
    where: '/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0',
  },
  {
    ...{ family: 'receipt-printer', name: printer.name, isNew: true },
    where: '/dev/serial/by-path/pci-0000:00:14.0-usb-0:3.4:1.0-port0',
  },
  {
    ...{ family: 'code-scanner', name: text('扫码器', 'code scanner'), isNew: true },
    where: 'USB 0c2e:0b6a',
  },
];
function search(state: DeviceSearchView['state'], seen: DeviceSearchView['found']): SessionView {
  return technician('devices', { devices, check: null, search: { state, found: seen } });
}
function check(
  state: DeviceCheck['state'],
  family: 'id-card-reader' | 'receipt-printer',
  rest: object,
): DeviceCheck {
  const name = family === 'id-card-reader' ? text('身份证读卡器', 'ID card reader') : printer.name;
  return { family, name, state, words: null, next: null, ...rest };
}

function steps(done: boolean): Rest<'readiness'>['steps'] {
  const measured = text(
    '屏幕：21.5 英寸，中心离地 1300 毫米。',
    'Screen: 21.5 inches, its middle 1300 mm above the floor.',
  );
  const isTried = (zh: string, en: string, next: boolean) => ({
    words: text(
      `${zh}：${next ? '还没有试。' : '试过，正常。'}`,
      `${en}: ${next ? 'not tested yet.' : 'tested, works.'}`,
    ),
    next: next ? text('到“检查设备”一页试一试。', 'Test it on the page of the devices.') : null,
    page: next ? ('devices' as const) : null,
  });
  return [
    { words: text('已在中心登记。', 'Enrolled at the centre.'), next: null, page: null },
    done
      ? { words: measured, next: null, page: null }
      : {
          words: text('屏幕：大小和高度还没有量。', 'Screen: size and height are not measured.'),
          next: text('拿尺子，到“屏幕”一页。', 'Take a rule and open the page of the screen.'),
          page: 'panel',
        },
    isTried('身份证阅读器', 'ID card reader', false),
    isTried('社保卡读卡器', 'smart card reader', !done),
    isTried('扫码器', 'code scanner', !done),
    isTried('凭条打印机', 'receipt printer', !done),
    isTried('高拍仪', 'document camera', !done),
  ];
}

export const technicianViews = {
  'technician-entrance': entrance(false),
  'technician-entrance-wrong': entrance(true),
  'technician-entrance-blocked': {
    ...{ screen: 'technician-entrance', asked: { kind: 'blocked', minutesLeft: 15 } },
  },
  'technician-enrol': notEnrolled('asks'),
  'technician-enrol-expired': notEnrolled('asks', 'expired'),
  'technician-enrol-no-centre': notEnrolled('no-centre'),
  'technician-enrol-asking': notEnrolled('asking'),
  'technician-enrol-done': notEnrolled('enrolled'),
  technician: technician('overview', {
    findings: [
      {
        words: text('凭条打印机：凭条纸用完了。', 'receipt printer: There is no paper.'),
        next: paperOut.next,
      },
      ...well,
    ],
  }),
  'technician-well': technician('overview', { findings: well }),
  'technician-readiness': technician('readiness', { steps: steps(false), report: null }),
  'technician-readiness-waits': technician('readiness', {
    steps: steps(false),
    report: { slip: 'not-printed', sent: 'waits' },
  }),
  'technician-readiness-done': technician('readiness', {
    steps: steps(true),
    report: { slip: 'printed', sent: 'told' },
  }),
  'technician-panel': technician('panel', { diagonalInches: 21.5, centreMm: 1300, measuredAt: null }),
  'technician-panel-measured': technician('panel', {
    ...{ diagonalInches: 27, centreMm: 1245, measuredAt: '2026-11-30T01:24:00.000Z' },
  }),
  'technician-devices': technician('devices', { devices, search: null, check: null }),
  'technician-device-runs': technician('devices', {
    devices,
    search: null,
    check: check('runs', 'id-card-reader', {
      words: text(
        '请在 30 秒内把一张身份证放到读卡区。',
        'Put an identity card on the reader within 30 seconds.',
      ),
    }),
  }),
  'technician-device-asks': technician('devices', {
    devices,
    search: null,
    check: check('asks', 'receipt-printer', {
      words: text(
        '凭条清楚、完整，文字和二维码都在吗？',
        'Is the slip clear and whole, with text and QR code?',
      ),
    }),
  }),
  'technician-devices-passed': technician('devices', {
    devices,
    search: null,
    check: check('passed', 'id-card-reader', { words: text('读卡成功。', 'A card was read.') }),
  }),
  'technician-devices-ended': technician('devices', {
    devices,
    search: null,
    check: check('failed', 'receipt-printer', {
      words: text('打印出来的凭条不清楚或不完整。', 'The printed slip is not clear or not whole.'),
      next: text(
        '清洁打印头，确认热敏纸没有装反，再试一次。',
        'Clean the print head and check that the thermal side of the paper faces it, then try again.',
      ),
    }),
  }),
  'technician-search-looks': search('looks', []),
  'technician-search-nothing': search('ended', []),
  'technician-search-failed': search('failed', []),
  'technician-search-found': search('ended', found),
  'technician-search-all-known': search('ended', found.slice(0, 1)),
  'technician-search-used': search('used', found),
  'technician-paper': technician('paper', { devices: [printer, a4], check: null, search: null }),
  'technician-network': technician('network', {
    addresses: ['eth0 192.0.2.17', 'eth0 2001:db8::17'],
    platform: 'online',
    centre: { standing: 'admitted', heardAt: '2026-11-30T01:24:00.000Z' },
    ...{ modulesDown: [], clockAheadSeconds: 0 },
  }),
  'technician-network-ill': technician('network', {
    ...{ addresses: [], platform: 'offline', centre: { standing: 'expired', heardAt: null } },
    ...{ modulesDown: ['payment', 'e-licence'], clockAheadSeconds: 95 },
  }),
  'technician-queue': technician('queue', {
    counts: { sealed: 12, sending: 1, held: 3, 'needs-citizen': 2, rejected: 0, quarantined: 1 },
    oldestAt: '2026-11-29T23:40:00.000Z',
    ...{ waitingForModules: 4, unreported: 17, storageFree: 0.62, begun: null },
  }),
  'technician-queue-sent': technician('queue', {
    counts: null,
    ...{ oldestAt: null, waitingForModules: 0, unreported: 0, storageFree: 0.05, begun: 12 },
  }),
  'technician-log': technician('log', {
    lines: [
      ['01:24:31', 'technician-entered', ''],
      ['01:23:58', 'device.status', 'device=receipt-printer status=paper-out'],
      ['01:23:40', 'visit.ended', ''],
      ['01:20:02', 'submission-accepted', 'id=5b0d7f0e-8f65-4c4e-9a51-2f6f3d8b1c11'],
      ['01:19:11', 'visit.began', ''],
      ['00:58:07', 'core.started', 'matters=22'],
    ].map(([time, event = '', facts = '']) => ({ at: `2026-11-30T${time}.000Z`, event, facts })),
  }),
  'technician-versions': technician('versions', {
    ...{ software: '0.1.0', node: '24.21.0', terminalId: 'SH-TEST-0001', siteCode: '310199001' },
    ...{ published: 41, configuration: { name: 'standard', version: 6, state: 'applied' } },
    ...{ certificateUntil: '2026-12-24T02:00:00.000Z', startedAt: '2026-11-30T00:58:07.000Z' },
  }),
} satisfies Record<string, SessionView>;
