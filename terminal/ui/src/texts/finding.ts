import type { Same } from './same.ts';

/** Ways of finding a matter. */
export const findingZh = {
  findBy: { all: '全部事项', situation: '按人生事件', department: '按部门' },
  findTitle: { situation: '您遇到了什么事？', department: '归哪个部门管？' },
  findHint: '点一类，看里面的事项。',
  findCount: (count: number) => `${count} 项`,
  findOther: '换一类',
} as const;

export const findingEn: Same<typeof findingZh> = {
  findBy: { all: 'All', situation: 'By situation', department: 'By department' },
  findTitle: {
    situation: 'What has happened?',
    department: 'Which department?',
  },
  findHint: 'Touch one to see what can be done.',
  findCount: (count) => (count === 1 ? '1 service' : `${count} services`),
  findOther: 'Another one',
};
