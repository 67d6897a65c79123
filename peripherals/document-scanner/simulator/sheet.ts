import { createCanvas } from '@napi-rs/canvas';

/** A synthetic sheet of A4: every one is marked TEST, nothing on it belongs to anybody. */
export interface TestSheet {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a scan of it is made by; lengths in 300ths of an inch, as eSCL says them. */
export interface ScanSettings {
  readonly source: 'Platen' | 'Feeder';
  readonly width: number;
  readonly height: number;
  readonly resolutionDpi: number;
  readonly grey: boolean;
}

const UNITS_PER_INCH = 300;
/** The page is laid out in 1000 parts of the width of A4. */
const A4_WIDTH_UNITS = 2480;
const LAYOUT_WIDTH = 1000;
const JPEG_QUALITY = 80;
const FONT = '"Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export function testSheet(number: number): TestSheet {
  return {
    title: `TEST 测试材料 第 ${number} 页`,
    lines: ['姓名：测试甲（TEST）', '公民身份号码：310199************', `材料编号：TEST-${number}`],
  };
}

/** The sheet as the device would see it, a JPEG of three channels. Grey is grey dots. */
export function scanSheet(sheet: TestSheet, settings: ScanSettings): Buffer {
  const toDots = (units: number): number =>
    Math.max(1, Math.round((units / UNITS_PER_INCH) * settings.resolutionDpi));
  const canvas = createCanvas(toDots(settings.width), toDots(settings.height));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const scale = (A4_WIDTH_UNITS / UNITS_PER_INCH) * (settings.resolutionDpi / LAYOUT_WIDTH);
  context.scale(scale, scale);
  context.fillStyle = '#111';
  context.font = `700 48px ${FONT}`;
  context.fillText(sheet.title, 80, 140);
  context.font = `400 30px ${FONT}`;
  for (const [index, line] of sheet.lines.entries()) context.fillText(line, 80, 240 + index * 60);
  context.strokeStyle = settings.grey ? '#666' : '#c00';
  context.lineWidth = 10;
  context.beginPath();
  context.arc(780, 640, 110, 0, 2 * Math.PI);
  context.stroke();
  context.fillStyle = context.strokeStyle;
  context.font = `700 44px ${FONT}`;
  context.fillText('TEST', 728, 656);
  return canvas.toBuffer('image/jpeg', JPEG_QUALITY);
}
