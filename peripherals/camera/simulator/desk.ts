import { createCanvas } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';

/** A synthetic paper under the camera: every one is marked TEST, nothing on it belongs to anybody. */
export interface Paper {
  readonly title: string;
  readonly lines: readonly string[];
  readonly issuer: string;
}

export const INCOME_CERTIFICATE: Paper = {
  title: '收入证明',
  lines: [
    '兹证明 测试甲（TEST）',
    '公民身份号码 310199************',
    '系我单位职工，近十二个月平均月收入',
    '人民币 6,480 元（陆仟肆佰捌拾元整）。',
    '特此证明。',
  ],
  issuer: '示例单位（TEST）　2026 年 11 月 20 日',
};

export const RESIDENCE_CERTIFICATE: Paper = {
  title: '居住证明',
  lines: [
    '兹证明 测试乙（TEST）',
    '公民身份号码 310199************',
    '现居住于示例路 1 号 101 室，',
    '自 2021 年 3 月起连续居住。',
    '特此证明。',
  ],
  issuer: '示例居民委员会（TEST）　2026 年 11 月 18 日',
};

export interface PhotoSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What the simulated camera gives. */
export const FULL_HD: PhotoSize = { widthPx: 1920, heightPx: 1080 };

const JPEG_QUALITY = 85;
const FONT = '"Noto Sans CJK SC", "Noto Sans SC", sans-serif';
/** A4 lying on its side fills the height of the picture; it is drawn in millimetres. */
const SHEET_MM = { width: 210, height: 297 };
const MARGIN_PART = 0.02;

/**
 * The desk as the camera sees it from above, with a paper on it or without, as JPEG.
 * @param paper null for the empty desk
 */
export function photographDesk(
  paper: Paper | null,
  { widthPx, heightPx }: PhotoSize = FULL_HD,
): Buffer<ArrayBuffer> {
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#3a4148';
  context.fillRect(0, 0, widthPx, heightPx);
  if (paper !== null) {
    const long = Math.max(widthPx, heightPx) * (1 - 2 * MARGIN_PART);
    const short = Math.min(widthPx, heightPx) * (1 - 2 * MARGIN_PART);
    const scale = Math.min(long / SHEET_MM.height, short / SHEET_MM.width);
    context.translate(widthPx / 2, heightPx / 2);
    if (widthPx > heightPx) context.rotate(-Math.PI / 2);
    context.scale(scale, scale);
    context.translate(-SHEET_MM.width / 2, -SHEET_MM.height / 2);
    drawPaper(context, paper);
  }
  return Buffer.from(canvas.toBuffer('image/jpeg', JPEG_QUALITY));
}

/** Lengths in millimetres. */
function drawPaper(context: SKRSContext2D, { title, lines, issuer }: Paper): void {
  context.fillStyle = '#fdfdfb';
  context.fillRect(0, 0, SHEET_MM.width, SHEET_MM.height);
  context.fillStyle = '#1a1a1a';
  context.textAlign = 'center';
  context.font = `700 11px ${FONT}`;
  context.fillText(title, SHEET_MM.width / 2, 45);
  context.textAlign = 'left';
  context.font = `400 6px ${FONT}`;
  for (const [index, line] of lines.entries()) context.fillText(line, 30, 80 + index * 14);
  context.textAlign = 'right';
  context.fillText(issuer, SHEET_MM.width - 25, 210);
  context.strokeStyle = '#c8201a';
  context.lineWidth = 1.2;
  context.beginPath();
  context.arc(140, 190, 20, 0, 2 * Math.PI);
  context.stroke();
  context.fillStyle = '#c8201a';
  context.textAlign = 'center';
  context.font = `700 8px ${FONT}`;
  context.fillText('TEST', 140, 188);
  context.fillText('示例', 140, 198);
}
