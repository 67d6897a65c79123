import type { DeviceView, SiteView } from '@tongban/contract';
import { text } from './matters.ts';

/** Where the terminal of the gallery stands; names and places are synthetic. */

export const site: SiteView = {
  name: text('虚拟路街道社区事务受理服务中心', 'Xuni Road Community Service Centre'),
  terminalId: 'SH-TEST-0001',
  diagonalInches: 21.5,
  panel: { centreMm: 1300, reachMm: 1220 },
  staff: text('大厅 1 号服务台', 'Counter 1 in the main hall'),
  hours: null,
  opening: {
    ...{ until: '17:30', next: null, otherwise: [] },
    week: [
      {
        ...{ from: 1, to: 5 },
        spans: [
          { from: '08:30', to: '11:30' },
          { from: '13:00', to: '17:30' },
        ],
      },
      { from: 6, to: 6, spans: [{ from: '09:00', to: '16:00' }] },
      { from: 7, to: 7, spans: [] },
    ],
  },
  announcements: [
    {
      severity: 'notice',
      title: null,
      text: text(
        '11月25日 22:00–24:00 系统维护，居民医保参保登记暂停办理，其他事项不受影响。',
        'On 25 November from 22:00 to 24:00 medical insurance enrolment is paused for maintenance.',
      ),
    },
  ],
};

/** Before a holiday, in the evening. */
const closedSite: SiteView = {
  ...site,
  opening: {
    until: null,
    next: { day: 'later', date: '2026-10-08', from: '08:30' },
    week: site.opening?.week ?? [],
    otherwise: [{ from: '2026-10-01', to: '2026-10-07', spans: [] }],
  },
};

/** A site that says its hours in words of its own. */
const plainSite: SiteView = {
  ...site,
  hours: text('周一至周五 8:30–16:30　双休日 9:00–16:00', 'Mon–Fri 8:30–16:30, Sat and Sun 9:00–16:00'),
  opening: null,
};

/** The centre has something urgent to tell, and more than there is room for. */
const toldSite: SiteView = {
  ...site,
  announcements: [
    {
      severity: 'urgent',
      title: text('紧急停办', 'Stopped at short notice'),
      text: text(
        '居民医保参保登记因系统故障暂停办理，恢复时间另行公告；已提交的申请不受影响。',
        'Medical insurance enrolment is stopped by a fault until further notice; what was submitted is safe.',
      ),
    },
    {
      severity: 'warning',
      title: text('系统维护', 'Maintenance'),
      text: text(
        '11月25日 22:00–24:00 部分事项暂停办理。',
        'Some services pause on 25 November, 22:00 to 24:00.',
      ),
    },
    ...site.announcements,
  ],
};

/** What a site has to tell, by the query `told`. */
export const sites: Readonly<Record<string, SiteView>> = {
  ...{ urgent: toldSite, closed: closedSite, plain: plainSite },
};

/** Nobody has to come. */
export const devices: readonly DeviceView[] = [
  { family: 'id-card-reader', availability: 'ready' },
  { family: 'receipt-printer', availability: 'ready' },
  { family: 'document-scanner', availability: 'ready' },
  { family: 'camera', availability: 'ready' },
];
/** Card reader gone, printer without paper. */
export const brokenDevices: readonly DeviceView[] = [
  { family: 'id-card-reader', availability: 'offline' },
  { family: 'receipt-printer', availability: 'needs-attention' },
];
