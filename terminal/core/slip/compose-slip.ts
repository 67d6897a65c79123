import type { HolderView, Language } from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import type { SlipBlock, SlipDocument } from '@tongban/peripherals/receipt-printer';
import type { SubmissionRecord } from '@tongban/sync';

/** What stands on the slip beside the submission itself. */
export interface SlipFacts {
  readonly record: SubmissionRecord;
  readonly matter: Matter;
  readonly holder: HolderView;
  readonly language: Language;
  readonly siteName: string;
  readonly terminalId: string;
}

/**
 * The slip of a submission. 受理凭证 only when the platform has accepted; otherwise 暂存凭证（非受理凭证）: a paper that
 * promises no limit, because the limit starts at the platform's receipt (art. 14). Chinese always, English beside it
 * for who chose it; the person is masked.
 */
export function composeSlip(facts: SlipFacts): SlipDocument {
  const { record, matter, holder } = facts;
  const accepted = record.applyNo !== null;
  const both = (zh: string, en: string) => (facts.language === 'en' ? `${zh} ${en}` : zh);
  const number = record.applyNo ?? record.tempNo;
  const blocks: SlipBlock[] = [
    accepted
      ? { type: 'title', text: both('受理凭证', 'Acceptance'), look: 'band' }
      : { type: 'title', text: both('暂存凭证（非受理凭证）', 'Not an acceptance'), look: 'frame' },
    {
      type: 'number',
      label: accepted ? both('办件编号', 'Acceptance number') : both('暂存凭证号', 'Temporary number'),
      text: number,
    },
    { type: 'rule' },
    {
      type: 'pair',
      label: both('事项', 'Matter'),
      value: both(matter.name.zh, matter.name.en ?? ''),
      strong: true,
    },
    { type: 'pair', label: both('办事人', 'Applicant'), value: `${holder.name}  ${holder.idNumber}` },
    { type: 'pair', label: both('提交时间', 'Submitted'), value: shanghaiTime(record.capturedAt) },
  ];
  if (record.receivedAt !== null) {
    blocks.push({
      type: 'pair',
      label: both('平台收到', 'Received'),
      value: shanghaiTime(record.receivedAt),
    });
  }
  blocks.push({
    type: 'pair',
    label: both('办理期限', 'Limit'),
    value: limitText(record, matter),
    strong: true,
  });
  if (record.limitProvisional) {
    blocks.push({ type: 'small', text: '该期限跨入尚未公布放假安排的年度，以平台通知为准。' });
  }
  blocks.push(
    { type: 'rule' },
    {
      type: 'qr',
      text: number,
      caption: both('查进度：在任一自助终端刷身份证，或拨打 12345', 'Check: ID card at any terminal'),
    },
  );
  if (!accepted) {
    blocks.push({
      type: 'text',
      text: '您的申请已加密保存在本终端，网络恢复后自动送交，不用重来。受理期限自平台收到之日起计算，受理编号届时刷身份证即可查看。',
    });
  }
  blocks.push(
    { type: 'rule' },
    { type: 'small', text: `${facts.siteName}　终端 ${facts.terminalId}`, align: 'center' },
  );
  return { blocks };
}

function limitText(record: SubmissionRecord, matter: Matter): string {
  const { workingDays, words } = matter.limit;
  if (record.applyNo === null) {
    return matter.kind === 'instant' ? '平台收到后当场办结' : `自平台收到之日起 ${workingDays} 个工作日`;
  }
  return record.limitDate === null || matter.kind === 'instant'
    ? words.zh
    : `${dateWords(record.limitDate)}前`;
}

const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'] as const;

function dateWords(isoDate: string): string {
  const weekday = WEEKDAYS[new Date(`${isoDate}T00:00:00Z`).getUTCDay()] ?? '';
  const [year, month, day] = isoDate.split('-').map(Number);
  return `${year}年${month}月${day}日（${weekday}）`;
}

/** ISO time → "2026-11-22 14:31" in Shanghai. */
function shanghaiTime(iso: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(iso));
}
