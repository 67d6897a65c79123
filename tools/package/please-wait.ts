import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { canDraw, fontOf } from '../../peripherals/receipt-printer/render/font.ts';

/**
 * A square: laid in the middle of a screen and as large as its longer side, it covers every screen, upright or not. What is
 * read stands where no panel between 9:16 and 16:9 cuts anything off. At 1920 by 1080 a pixel is a pixel.
 */
const SIDE_PX = 1920;
const MIDDLE_PX = SIDE_PX / 2;

/** Of terminal/ui: the ground on which Wait.svelte says the same while core is away, and the lines of the attract screen. */
const GROUND = '#0a474d';
const WAVES = { colour: 'rgb(255 255 255 / 5.5%)', widthPx: 30, highestPx: 1500, apartPx: 96, count: 5 };

const WHITE = '#ffffff';
const SOFT = '#d5e6e5';
const LINES = [
  { text: '一网通办 自助终端', sizePx: 46, bold: true, colour: SOFT, at: 526 },
  { text: '请稍等', sizePx: 190, bold: true, colour: WHITE, at: 752 },
  { text: '机器正在启动。', sizePx: 64, bold: false, colour: WHITE, at: 882 },
  { text: '如果一直是这个画面，', sizePx: 64, bold: false, colour: WHITE, at: 972 },
  { text: '请拿好证件，到窗口办理。', sizePx: 64, bold: false, colour: WHITE, at: 1062 },
  { text: '已经提交的申请都保存好了。', sizePx: 48, bold: false, colour: SOFT, at: 1150 },
  { text: 'One moment, please', sizePx: 54, bold: true, colour: WHITE, at: 1262 },
  {
    text: 'The machine is starting. If this picture stays,',
    ...{ sizePx: 36, bold: false, colour: WHITE, at: 1324 },
  },
  { text: 'take your documents and go to a counter.', sizePx: 36, bold: false, colour: WHITE, at: 1374 },
  { text: 'What you submitted is safe.', sizePx: 36, bold: false, colour: SOFT, at: 1424 },
] as const;

/**
 * Draws what the X server shows under everything else: citizens see it whenever no shell covers it.
 * @returns a PNG
 * @throws Error when this machine lacks the font
 */
export async function drawPleaseWait(): Promise<Buffer> {
  const canvas = createCanvas(SIDE_PX, SIDE_PX);
  const context = canvas.getContext('2d');
  context.fillStyle = GROUND;
  context.fillRect(0, 0, SIDE_PX, SIDE_PX);
  drawWaves(context);
  for (const { text, sizePx, bold, colour, at } of LINES) {
    const missing = [...text].filter((character) => character !== ' ' && !canDraw(character));
    if (missing.length > 0) throw new Error(`no font has ${missing.join('')}: install fonts-noto-cjk`);
    context.font = fontOf(sizePx, bold);
    context.fillStyle = colour;
    // The words are centred, the mark behind them hangs.
    const { width } = context.measureText(text.replace(/[，。]$/, ''));
    context.fillText(text, MIDDLE_PX - width / 2, at);
  }
  return canvas.encode('png');
}

function drawWaves(context: SKRSContext2D): void {
  context.strokeStyle = WAVES.colour;
  context.lineWidth = WAVES.widthPx;
  for (let wave = 0; wave < WAVES.count; wave += 1) {
    const y = WAVES.highestPx + wave * WAVES.apartPx;
    context.beginPath();
    context.moveTo(-WAVES.widthPx, y);
    context.bezierCurveTo(420, y - 130, 640, y + 120, 1010, y + 40);
    context.bezierCurveTo(1380, y - 40, 1640, y - 190, SIDE_PX + WAVES.widthPx, y - 90);
    context.stroke();
  }
}
