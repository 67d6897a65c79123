import type { TerminalConfigInput } from '../../terminal/core/config.ts';

/** The terminal that `npm start`, the walkthrough and the end-to-end tests show; the place is invented. */
export const demoTerminal: Pick<TerminalConfigInput, 'terminalId' | 'siteCode' | 'site' | 'diagonalInches'> =
  {
    terminalId: '310199-07',
    siteCode: '310199001',
    site: {
      name: { zh: '虚拟路街道社区事务受理服务中心', en: 'Xuni Road Community Affairs Centre' },
      staff: { zh: '大厅 1 号服务台', en: 'service desk 1 in the hall' },
      timetable: {
        ...{ monday: '08:30-16:30', tuesday: '08:30-16:30', wednesday: '08:30-16:30' },
        ...{ thursday: '08:30-16:30', friday: '08:30-16:30', saturday: '09:00-16:00', sunday: '09:00-16:00' },
      },
      announcements: [
        {
          zh: '这是演示终端：事项、办事人和办件都是虚构的，不产生真实的申请。',
          en: 'Demonstration terminal: matters, people and submissions are invented.',
        },
      ],
    },
    diagonalInches: 21.5,
  };
