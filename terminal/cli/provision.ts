import type { CodeScanner } from '@tongban/peripherals/code-scanner';
import { FIND_TIMEOUT_MS, statusWithin } from '@tongban/peripherals/manager';
import type { DeviceConfig } from '@tongban/peripherals/manager';
import type { EnrolmentFailure, EnrolmentTicket } from '@tongban/kiosk-config/provisioning';
import { loadConfig, type TerminalConfig } from '../core/config.ts';
import { numberOption, textOption, UsageError, type Command, type Given } from './command.ts';
import { failedBy, makeDevice, noDevice, targetsOf } from './device/targets.ts';
import type { CommandResult, Io } from './io.ts';

const SCAN_SECONDS = 60;

type Failure = Extract<CommandResult, { ok: false }>;

export const provision: Command = {
  path: 'provision',
  usage: '--config FILE (--code TBE1-… | --scan [--timeout SECONDS]) [--centre URL]',
  about: {
    zh: '用登记码把本终端登记到中心：密钥在本机生成，不离开本机；--scan 用终端自己的扫码器读二维码',
    en: 'enrols this terminal at its centre by a code; the key is made here and stays here. --scan reads the QR code',
  },
  options: {
    config: { type: 'string' },
    code: { type: 'string' },
    scan: { type: 'boolean' },
    timeout: { type: 'string' },
    centre: { type: 'string' },
  },
  async run(given, io) {
    const config = configOf(given);
    const written = textOption(given, 'code');
    if ((written === null) === (given.values['scan'] !== true)) {
      throw new UsageError({
        zh: '要写 --code 或 --scan 其中一个。',
        en: 'It takes either --code or --scan.',
      });
    }
    const { readEnrolmentCode } = await import('@tongban/kiosk-config/provisioning');
    const scanned = written === null ? await scanCode(given, io) : { text: written };
    if ('ok' in scanned) return scanned;
    const ticket = readEnrolmentCode(scanned.text);
    if (!ticket) return noCode;
    const centre = addressOf(given, config, ticket);
    return enrolHere(config, ticket, centre, io);
  },
};

/** @throws UsageError when there is none that can be used */
function configOf(given: Given): TerminalConfig {
  const file = textOption(given, 'config');
  if (file === null) {
    throw new UsageError({
      zh: '要写 --config FILE（终端的配置）。',
      en: 'It takes --config FILE, the configuration of the terminal.',
    });
  }
  try {
    return loadConfig(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new UsageError({ zh: `配置不能用：${why}`, en: why });
  }
}

/** What stands in the QR code, then what was written, then the configuration. Scheme, host and port alone count. */
function addressOf(given: Given, { centre }: TerminalConfig, ticket: EnrolmentTicket): string {
  const address = ticket.centre?.url ?? textOption(given, 'centre') ?? centre?.url;
  if (address === undefined || !URL.canParse(address)) {
    throw new UsageError({
      zh: '不知道中心的地址：扫二维码，或写 --centre https://…。',
      en: 'The address of the centre is not known: scan the QR code, or write --centre https://….',
    });
  }
  return new URL(address).origin;
}

async function enrolHere(
  { dataFolder, terminalId, siteCode }: TerminalConfig,
  ticket: EnrolmentTicket,
  centre: string,
  io: Io,
): Promise<CommandResult> {
  const { enrol, IdentityStore } = await import('@tongban/kiosk-config/provisioning');
  const outcome = await enrol(new IdentityStore(dataFolder), ticket, centre, { terminalId, siteCode });
  if (outcome.kind !== 'enrolled') return failureOf(outcome, centre);
  const { notAfter, thumbprint } = outcome.identity;
  const until = notAfter.toISOString();
  io.say({
    zh: `已登记：${terminalId}，证书有效到 ${until}，到期前自动更新。重启核心服务后生效。`,
    en: `Enrolled: ${terminalId}. Its certificate is good until ${until} and renews itself. Start the core service anew.`,
  });
  return { ok: true, facts: { terminalId, siteCode, centre, certificate: thumbprint, until } };
}

async function scanCode(given: Given, io: Io): Promise<{ readonly text: string } | CommandResult> {
  const target = targetsOf(given).find(({ family }) => family === 'code-scanner');
  if (!target) return noDevice;
  const timeoutMs = numberOption(given, 'timeout', SCAN_SECONDS) * 1000;
  const scanner: CodeScanner = await makeDevice(target as DeviceConfig<'code-scanner'>);
  const found = Promise.withResolvers<string | null>();
  const stop = scanner.onCode((code) => {
    if (code.kind === 'enrolment-code') found.resolve(code.code);
    else
      io.say({
        zh: '这不是登记码，请扫中心显示的二维码。',
        en: 'This is no enrolment code: scan the QR code that the centre shows.',
      });
  });
  scanner.open();
  try {
    if (!(await statusWithin(scanner, FIND_TIMEOUT_MS, ({ availability }) => availability !== 'offline'))) {
      return failedBy('code-scanner', 'disconnected');
    }
    scanner.startScanning();
    io.say({ zh: '请扫中心显示的登记二维码。', en: 'Scan the QR code that the centre shows.' });
    const timer = setTimeout(() => found.resolve(null), timeoutMs);
    const text = await found.promise;
    clearTimeout(timer);
    return text === null ? noCodeInTime : { text };
  } finally {
    stop();
    await scanner.close();
  }
}

const NEW_CODE = {
  zh: '在中心的终端页重新生成登记码。',
  en: 'Have a new code made on the page of the terminal.',
};

const noCode: Failure = {
  ok: false,
  reason: 'no-code',
  words: { zh: '这不是登记码。', en: 'This is no enrolment code.' },
  next: {
    zh: '核对后重新输入，形如 TBE1-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX。',
    en: 'Compare it and type it again: TBE1-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX.',
  },
};
const noCodeInTime: Failure = {
  ok: false,
  reason: 'nothing-scanned',
  words: { zh: '没有扫到登记码。', en: 'No enrolment code was scanned.' },
  next: {
    zh: '调亮屏幕再扫一次，或用 --code 输入。',
    en: 'Make the screen brighter and scan again, or type it with --code.',
  },
};

const REFUSALS: Readonly<Record<string, Pick<Failure, 'words' | 'next'>>> = {
  CODE_OF_ANOTHER: {
    words: { zh: '登记码是给另一台终端或网点的。', en: 'The code is for another terminal or site.' },
    next: {
      zh: '核对配置里的 terminalId 和 siteCode，或换登记码。登记码仍然有效。',
      en: 'Check terminalId and siteCode of the configuration, or take another code. This one is still good.',
    },
  },
  CODE_UNKNOWN: {
    words: { zh: '中心没有这个登记码。', en: 'The centre has no such code.' },
    next: noCode.next,
  },
  CODE_USED: {
    words: {
      zh: '登记码已经用过，或已被新的代替。',
      en: 'The code was used, or a younger one took its place.',
    },
    next: NEW_CODE,
  },
  CODE_EXPIRED: {
    words: { zh: '登记码已过期（15 分钟）。', en: 'The code has expired (15 minutes).' },
    next: NEW_CODE,
  },
};

function failureOf(outcome: EnrolmentFailure, centre: string): Failure {
  switch (outcome.kind) {
    case 'no-answer':
      return {
        ok: false,
        reason: 'no-answer',
        words: {
          zh: `中心 ${centre} 没有应答（${outcome.reason}）。`,
          en: `The centre ${centre} does not answer (${outcome.reason}).`,
        },
        next: {
          zh: '检查网络和地址，再运行一次：登记码在 15 分钟内仍然有效。',
          en: 'Check network and address and run it again: the code is still good for its 15 minutes.',
        },
      };
    case 'not-the-centre':
      return {
        ok: false,
        reason: 'not-the-centre',
        words: {
          zh: '应答的不是生成登记码的中心，什么都没有保存。',
          en: 'Who answered is not the centre that made the code: nothing was kept.',
        },
        next: {
          zh: '不要再试。联系市大数据中心核实网络。',
          en: 'Do not try again. Call the data centre about this network.',
        },
      };
    case 'refused': {
      const known = REFUSALS[outcome.code];
      const words = known?.words ?? {
        zh: `中心拒绝登记（${outcome.code}）。`,
        en: `The centre refuses (${outcome.code}).`,
      };
      return { ok: false, reason: outcome.code, words, next: known?.next ?? NEW_CODE };
    }
  }
}
