import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsqr from 'jsqr';
import { createTcpTransport } from '../transport/index.ts';
import type { ReceiptPrinterDelays } from './driver.ts';
import { RASTER_80MM } from './profiles.ts';
import type { PrinterProfile } from './profiles.ts';
import { createReceiptPrinter } from './receipt-printer.ts';
import type { ReceiptPrinter } from './receipt-printer.ts';
import { ReceiptPrinterSimulator } from './simulator/index.ts';
import type { PaperSlip, SimulatorOptions } from './simulator/index.ts';
import type { SlipDocument } from './slip.ts';
import type { ReceiptPrinterStatusKind } from './status.ts';

export const ACCEPTANCE_SLIP: SlipDocument = {
  blocks: [
    { type: 'text', text: '上海市“一网通办”自助终端', align: 'center' },
    { type: 'title', text: '受理凭证', look: 'band' },
    { type: 'number', label: '办件编号', text: '310199202611220137' },
    { type: 'rule' },
    { type: 'pair', label: '事项', value: '老年综合津贴申请', strong: true },
    { type: 'pair', label: '办事人', value: '张*  3101**********002X' },
    { type: 'pair', label: '提交时间', value: '2026-11-22 14:31' },
    { type: 'pair', label: '受理期限', value: '2026年11月24日（星期二）前', strong: true },
    { type: 'rule' },
    { type: 'qr', text: '310199202611220137', caption: '怎么查：在任一自助终端刷身份证，或拨打 12345' },
    { type: 'rule' },
    { type: 'pair', label: '网点', value: '测试街道社区事务受理服务中心' },
    { type: 'pair', label: '终端', value: 'TB-310199-0007' },
    { type: 'space', heightMm: 2 },
    {
      type: 'small',
      text: '本凭证证明申请已由受理平台收到。请保管好凭证；遗失不影响办理，刷身份证即可再次查询。',
    },
  ],
};

export const HOLDING_SLIP: SlipDocument = {
  blocks: [
    { type: 'text', text: '上海市“一网通办”自助终端', align: 'center' },
    { type: 'title', text: '暂存凭证（非受理凭证）', look: 'frame' },
    { type: 'number', label: '暂存凭证号', text: 'T7-2611-0042' },
    { type: 'rule' },
    { type: 'pair', label: '事项', value: '开具参保人员缴费证明（城镇职工基本养老保险）', strong: true },
    { type: 'pair', label: '办事人', value: '𬴊*  3101**********0017' },
    { type: 'pair', label: '提交时间', value: '2026-11-22 14:31' },
    { type: 'pair', label: '受理期限', value: '自平台收到之日起计算', strong: true },
    { type: 'rule' },
    {
      type: 'qr',
      text: 'T7-2611-0042',
      caption: '网络恢复后自动送交。刷身份证即可查到办件编号，或拨打 12345',
    },
    { type: 'text', text: '您的申请已加密保存在本终端，不用重来，也不会丢失。' },
    { type: 'rule' },
    { type: 'pair', label: '网点', value: '测试街道社区事务受理服务中心' },
    { type: 'pair', label: '终端', value: 'TB-310199-0007' },
  ],
};

/** A slip of one line, for tests that look at what happens around it. */
export function shortSlip(text: string): SlipDocument {
  return {
    blocks: [
      { type: 'text', text },
      { type: 'qr', text },
    ],
  };
}

const FAST: ReceiptPrinterDelays = {
  pollMs: 30,
  statusTimeoutMs: 120,
  printedTimeoutMs: 500,
  jobPollMs: 60,
  firstReconnectMs: 10,
  longestReconnectMs: 40,
};

export interface Rig {
  readonly simulator: ReceiptPrinterSimulator;
  readonly printer: ReceiptPrinter;
  /** Every status since the start, edges only. */
  readonly seen: ReceiptPrinterStatusKind[];
  reaches(kind: ReceiptPrinterStatusKind): Promise<void>;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly simulator?: SimulatorOptions;
  readonly profile?: PrinterProfile;
  readonly delays?: Partial<ReceiptPrinterDelays>;
}

/** A printer on a simulator over real TCP, with the waits of a test. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const simulator = await ReceiptPrinterSimulator.start(options.simulator);
  const printer = createReceiptPrinter({
    openTransport: () => createTcpTransport({ host: '127.0.0.1', port: simulator.port }),
    profile: options.profile ?? RASTER_80MM,
    delays: { ...FAST, ...options.delays },
  });
  const seen: ReceiptPrinterStatusKind[] = [];
  printer.onStatus(({ kind }) => seen.push(kind));
  printer.open();
  return {
    simulator,
    printer,
    seen,
    reaches: (kind) =>
      new Promise((resolve) => {
        if (printer.status.kind === kind) return resolve();
        const stop = printer.onStatus((status) => {
          if (status.kind !== kind) return;
          stop();
          resolve();
        });
      }),
    stop: async () => {
      await printer.close();
      await simulator.close();
    },
  };
}

/** The picture of a paper, in black and white. */
export class PaperPicture {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8ClampedArray;

  private constructor(width: number, height: number, pixels: Uint8ClampedArray) {
    this.width = width;
    this.height = height;
    this.#pixels = pixels;
  }

  static async of({ png }: Pick<PaperSlip, 'png'>): Promise<PaperPicture> {
    const image = await loadImage(png);
    const context = createCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return new PaperPicture(image.width, image.height, data);
  }

  /** The text of the QR code on it, or null. */
  get qrText(): string | null {
    return jsqr.default(this.#pixels, this.width, this.height)?.data ?? null;
  }

  /** A box as a string of 0 and 1, to be compared. */
  dots(left: number, top: number, right: number, bottom: number): string {
    let dots = '';
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        dots += (this.#pixels[(y * this.width + x) * 4] ?? 255) < 128 ? '1' : '0';
      }
    }
    return dots;
  }

  /** Black dots in a box. */
  ink(left: number, top: number, right: number, bottom: number): number {
    return this.dots(left, top, right, bottom).replaceAll('0', '').length;
  }
}
