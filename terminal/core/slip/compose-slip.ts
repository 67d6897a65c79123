import { yuan, type DeliveryView, type FeeView, type HolderView, type Language } from '@tongban/contract';
import type { Matter } from '@tongban/kiosk-config/catalogue';
import type { SlipBlock, SlipDocument } from '@tongban/peripherals/receipt-printer';
import type { SubmissionRecord } from '@tongban/sync';
import type { Correction } from '../session/correction.ts';
import { labelOf } from '../session/matter-view.ts';

/** What stands on the slip beside the submission itself. */
export interface SlipFacts {
  readonly record: SubmissionRecord;
  readonly matter: Matter;
  readonly holder: HolderView;
  /** A card finds the submission again; otherwise its number alone does. */
  readonly findable: boolean;
  readonly language: Language;
  readonly siteName: string;
  readonly terminalId: string;
  /** What was corrected; null for a first submission. */
  readonly correction: Correction | null;
  /** Null where nothing costs anything. */
  readonly fee: FeeView | null;
  /** Null where nothing is to be sent. */
  readonly delivery: DeliveryView | null;
}

/**
 * The slip of a submission. 受理凭证 only when the platform has accepted; otherwise 暂存凭证（非受理凭证）: a paper that
 * promises no limit, because the limit starts at the platform's receipt (art. 14). Chinese always, English beside it
 * for who chose it; the person is masked. What corrects or supplements an accepted submission keeps its number, and its
 * slip says 更正 or 补正.
 */
export function composeSlip(facts: SlipFacts): SlipDocument {
  const { record, matter, holder } = facts;
  const { filesFor } = holder;
  const isForEnterprise = filesFor?.kind === 'enterprise';
  const accepted = record.applyNo !== null;
  const both = (zh: string, en: string) => (facts.language === 'en' ? `${zh} ${en}` : zh);
  const revised = facts.correction?.applyNo ? facts.correction : null;
  const applyNo = record.applyNo ?? revised?.applyNo ?? null;
  const number = applyNo ?? record.tempNo;
  const titles = revised
    ? revisionTitles[revised.kind === 'supplement' ? 'supplement' : 'correction']
    : firstTitles;
  const title = accepted ? titles.accepted : titles.held;
  const blocks: SlipBlock[] = [
    { type: 'title', text: both(title.zh, title.en), look: accepted ? 'band' : 'frame' },
    {
      type: 'number',
      label:
        applyNo === null ? both('暂存凭证号', 'Temporary number') : both('办件编号', 'Acceptance number'),
      text: number,
    },
    { type: 'rule' },
    {
      type: 'pair',
      label: both('事项', 'Matter'),
      value: both(matter.name.zh, matter.name.en ?? ''),
      strong: true,
    },
    {
      ...{
        type: 'pair',
        label: filesFor
          ? both(isForEnterprise ? '经办人' : '代办人', 'Filed by')
          : both('办事人', 'Applicant'),
      },
      value: `${holder.name}  ${holder.idNumber}`,
    },
    ...(filesFor
      ? [
          {
            type: 'pair' as const,
            label: isForEnterprise ? both('企业', 'Enterprise') : both('办事人', 'Applicant'),
            value: `${filesFor.name}  ${filesFor.idNumber}`,
          },
        ]
      : []),
  ];
  const corrected = correctionText(facts);
  if (corrected !== null) {
    blocks.push({
      type: 'pair',
      label:
        facts.correction?.kind === 'supplement' ? both('补正内容', 'Added') : both('更正内容', 'Corrected'),
      value: corrected,
      strong: true,
    });
  }
  blocks.push({
    type: 'pair',
    label: both('提交时间', 'Submitted'),
    value: shanghaiTime(record.capturedAt),
  });
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
    value: revised && !accepted ? '平台收到后接着办理' : limitText(record, matter),
    strong: true,
  });
  if (facts.fee) {
    blocks.push({ type: 'pair', label: both('费用', 'Fee'), value: feeText(facts.fee), strong: true });
    if (facts.fee.state === 'paid' && facts.fee.orderId !== null) {
      blocks.push({ type: 'pair', label: both('缴费单号', 'Payment no.'), value: facts.fee.orderId });
    }
  }
  if (facts.delivery) blocks.push(...deliveryBlocks(facts.delivery, applyNo !== null, both));
  if (record.limitProvisional) {
    blocks.push({ type: 'small', text: '该期限跨入尚未公布放假安排的年度，以平台通知为准。' });
  }
  blocks.push(
    { type: 'rule' },
    {
      type: 'qr',
      text: number,
      caption: facts.findable
        ? both('查进度：在任一自助终端刷身份证，或拨打 12345', 'Check: ID card at any terminal')
        : both('查进度：凭编号拨打 12345，或到窗口', 'Check: call 12345 with the number'),
    },
  );
  if (!accepted) {
    blocks.push({
      type: 'text',
      text: revised
        ? '这次提交的内容已加密保存在本终端，网络恢复后自动送交，不用重来。办件编号不变。'
        : `您的申请已加密保存在本终端，网络恢复后自动送交，不用重来。受理期限自平台收到之日起计算，受理编号届时${facts.findable ? '刷身份证即可查看' : '可凭暂存凭证号拨打 12345 查询'}。`,
    });
  }
  blocks.push(
    { type: 'rule' },
    { type: 'small', text: `${facts.siteName}　终端 ${facts.terminalId}`, align: 'center' },
  );
  return { blocks };
}

const firstTitles = {
  accepted: { zh: '受理凭证', en: 'Acceptance' },
  held: { zh: '暂存凭证（非受理凭证）', en: 'Not an acceptance' },
};
const revisionTitles = {
  correction: {
    accepted: { zh: '更正回执', en: 'Correction received' },
    held: { zh: '更正暂存凭证（非回执）', en: 'Correction not sent yet' },
  },
  supplement: {
    accepted: { zh: '补正回执', en: 'Supplement received' },
    held: { zh: '补正暂存凭证（非回执）', en: 'Supplement not sent yet' },
  },
};

/** What was asked for, by the names of fields and materials; no value of any of them. */
function correctionText({ correction, matter }: SlipFacts): string | null {
  if (!correction) return null;
  const labels = correction.parts.map(({ name }) => labelOf(matter, name)?.zh ?? name);
  return labels.length > 0 ? labels.join('、') : '整份申请';
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

function feeText({ amountFen, state, payBy }: FeeView): string {
  const amount = yuan(amountFen);
  const until = payBy === null ? '' : `${dateWords(payBy)}前，`;
  switch (state) {
    case 'paid':
      return `${amount} 已缴`;
    case 'unpaid':
      return `${amount} 还没有缴：请${until}在随申办或窗口缴`;
    case 'unknown':
      return `${amount} 结果待确认：扣了款的不用再缴，在随申办可以查`;
    case 'after-acceptance':
      return `${amount} 现在不用缴：受理后在随申办或窗口缴`;
  }
}

/** Whoever keeps the slip knows where to ask for the parcel; of the address no more than its beginning. */
function deliveryBlocks(
  { state, waybillNo, expectedDay, address }: DeliveryView,
  hasNumber: boolean,
  both: (zh: string, en: string) => string,
): SlipBlock[] {
  const pair = (label: string, value: string, strong = false): SlipBlock => ({
    ...{ type: 'pair', label, value, strong },
  });
  const day = expectedDay === null ? '' : `，预计${dateWords(expectedDay)}前后送到`;
  const words = {
    ordered: `快递已下单${day}`,
    kept: hasNumber
      ? '快递还没有下单：地址已收好，能下单时自动下单，哪天送到现在不能定'
      : '平台受理后自动下单，哪天送到现在不能定',
    refused: '寄不了快递：办好后请到本中心自取',
  };
  return [
    pair(both('送达', 'Delivery'), words[state], true),
    ...(waybillNo === null ? [] : [pair(both('运单号', 'Waybill no.'), waybillNo)]),
    ...(state === 'refused' ? [] : [pair(both('寄到', 'To'), address ?? '上次填写的地址，这里改不了')]),
  ];
}

const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'] as const;

function dateWords(isoDate: string): string {
  const weekday = WEEKDAYS[new Date(`${isoDate}T00:00:00Z`).getUTCDay()] ?? '';
  const [year, month, day] = isoDate.split('-').map(Number);
  return `${year}年${month}月${day}日（${weekday}）`;
}

/** ISO time → "2026-11-22 14:31" in Shanghai. */
export function shanghaiTime(iso: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(iso));
}
