import type { SlipDocument } from '@tongban/peripherals/receipt-printer';
import { shanghaiTime, type SlipFacts } from './compose-slip.ts';

/**
 * The slip of a practice run: says what it is in its largest letters and at both ends, and bears neither number nor code,
 * limit or person, so that no part of it torn off could be taken for a proof of anything.
 */
export function composePracticeSlip({
  matter,
  record,
  language,
  siteName,
  terminalId,
}: SlipFacts): SlipDocument {
  const both = (zh: string, en: string) => (language === 'en' ? `${zh} ${en}` : zh);
  const title = { type: 'title', text: both('练习', 'Practice'), look: 'frame' } as const;
  return {
    blocks: [
      title,
      { type: 'number', label: both('什么也没有提交', 'Nothing was sent'), text: '练习 练习 练习' },
      { type: 'rule' },
      {
        type: 'pair',
        label: both('练的事项', 'Practised'),
        value: both(matter.name.zh, matter.name.en ?? ''),
        strong: true,
      },
      { type: 'pair', label: both('时间', 'Time'), value: shanghaiTime(record.capturedAt) },
      {
        type: 'text',
        text: both(
          '这是练习时打的纸条，不能作任何证明。真要办理，请在终端上重新办一次。',
          'Printed in practice; it proves nothing. To apply, please do it once more at the terminal.',
        ),
      },
      { type: 'rule' },
      { type: 'small', text: `${siteName}　终端 ${terminalId}`, align: 'center' },
      title,
    ],
  };
}
