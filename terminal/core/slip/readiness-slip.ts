import type { LocalText } from '@tongban/contract';
import type { SlipBlock, SlipDocument } from '@tongban/peripherals/receipt-printer';
import { shanghaiTime } from './compose-slip.ts';

export interface ReadinessSlip {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly ready: boolean;
  readonly steps: readonly { readonly words: LocalText; readonly next: LocalText | null }[];
  readonly software: string;
  readonly siteName: string;
  readonly terminalId: string;
}

/** The readiness report for the file of who set the terminal up, in Chinese, with a line for the name. */
export function composeReadinessSlip(report: ReadinessSlip): SlipDocument {
  const { at, ready, steps, software, siteName, terminalId } = report;
  return {
    blocks: [
      { type: 'title', text: '就绪报告', look: 'frame' },
      { type: 'number', label: `终端 ${terminalId}`, text: ready ? '可以服务' : '还不能服务' },
      { type: 'pair', label: '时间', value: shanghaiTime(at) },
      { type: 'pair', label: '程序版本', value: software },
      { type: 'rule' },
      ...steps.flatMap(({ words, next }): SlipBlock[] => [
        { type: 'text', text: `${next ? '×' : '√'} ${words.zh}` },
        ...(next ? [{ type: 'small', text: next.zh, align: 'left' } as const] : []),
      ]),
      { type: 'rule' },
      { type: 'text', text: '技术人员签名：' },
      { type: 'small', text: `${siteName}　终端 ${terminalId}`, align: 'center' },
    ],
  };
}
