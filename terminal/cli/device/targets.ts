import type { ByteTransport } from '@tongban/peripherals/transport';
import { FAMILIES, familyOf, isFamilyName } from '@tongban/peripherals/manager';
import type { DeviceConfig, DeviceOf, FamilyName, StaffWords } from '@tongban/peripherals/manager';
import { loadConfig } from '../../core/config.ts';
import { devicesOf } from '../../core/devices.ts';
import { textOption, textOptions, UsageError } from '../command.ts';
import type { Command, Given } from '../command.ts';
import type { CommandResult } from '../io.ts';

/** Options of the commands that look at several devices. */
export const TARGET_OPTIONS = {
  device: { type: 'string', multiple: true },
  config: { type: 'string' },
} as const satisfies Command['options'];
export const TARGET_USAGE = '[--config FILE] [--device FAMILY=ADDRESS]…';

/**
 * The devices that were named: those of a terminal's configuration, then those written one by one.
 * @throws UsageError when one of them cannot be a device
 */
export function targetsOf(given: Given): DeviceConfig[] {
  const file = textOption(given, 'config');
  const configured = file === null ? [] : devicesOf(readConfig(file).devices);
  const written = textOptions(given, 'device').map((text, index) => {
    const at = text.indexOf('=');
    const family = text.slice(0, at);
    if (at === -1 || !isFamilyName(family)) {
      const families = Object.keys(FAMILIES).join(', ');
      throw new UsageError({
        zh: `--device ${text}：要写 FAMILY=ADDRESS，FAMILY 是 ${families} 之一。`,
        en: `--device ${text}: write FAMILY=ADDRESS, with one of ${families}.`,
      });
    }
    return targetAt(family, text.slice(at + 1), `${family}-${index + 1}`);
  });
  return [...configured, ...written];
}

/** @throws UsageError when such a device cannot be at such an address */
export function targetAt<F extends FamilyName>(
  family: F,
  address: string,
  id: string = family,
): DeviceConfig<F> {
  const { settings: schema, settingsAt, addressForm } = familyOf(family);
  const parsed = schema.safeParse(settingsAt(address));
  if (!parsed.success) {
    throw new UsageError({
      zh: `地址“${address}”不能用：${family} 要写 ${addressForm}。`,
      en: `The address "${address}" is of no use: ${family} takes ${addressForm}.`,
    });
  }
  return { id, family, settings: parsed.data as DeviceConfig<F>['settings'] };
}

function readConfig(file: string): ReturnType<typeof loadConfig> {
  try {
    return loadConfig(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new UsageError({ zh: `配置不能用：${why}`, en: why });
  }
}

/**
 * Makes a device of the family in this process, not opened: what a technician tries alone needs no process of its own.
 * @param openTransport in place of the line that the settings name
 */
export async function makeDevice<F extends FamilyName>(
  { family, settings }: DeviceConfig<F>,
  openTransport?: () => ByteTransport,
): Promise<DeviceOf<F>> {
  const { settings: schema, create } = familyOf(family);
  return (await create(schema.parse(settings), openTransport)) as DeviceOf<F>;
}

const NO_DEVICE: StaffWords = { zh: '没有指定设备。', en: 'No device was named.' };
export const noDevice: CommandResult = {
  ok: false,
  reason: 'no-device',
  words: NO_DEVICE,
  next: {
    zh: '用 --config 指定终端配置，或用 --device FAMILY=ADDRESS 写出设备。',
    en: 'Name the configuration of a terminal with --config, or a device with --device FAMILY=ADDRESS.',
  },
};

/** What a status says, as the end of a command that could not do its work. */
export function failedBy(
  family: FamilyName,
  kind: string,
  before: StaffWords = { zh: '', en: '' },
): Extract<CommandResult, { ok: false }> {
  const table = familyOf(family).statusWords;
  const { words, next } = table[kind] ?? table['disconnected']!;
  return {
    ok: false,
    reason: kind,
    words: { zh: before.zh + words.zh, en: before.en + words.en },
    next: next ?? { zh: '再试一次。', en: 'Try again.' },
  };
}
