import type { DeviceConfig } from '@tongban/peripherals/manager';
import { textOption } from '../command.ts';
import type { Command, Given } from '../command.ts';
import { readOneCard } from './read-card.ts';
import { makeDevice, noDevice, targetAt, targetsOf } from './targets.ts';

export const READ_OPTIONS = {
  port: { type: 'string' },
  config: { type: 'string' },
  timeout: { type: 'string' },
  reveal: { type: 'boolean' },
} as const satisfies Command['options'];

/** Null when neither a port nor a configuration with a reader was given. */
export function readerTarget(given: Given): DeviceConfig<'id-card-reader'> | null {
  const port = textOption(given, 'port');
  if (port !== null) return targetAt('id-card-reader', port);
  const found = targetsOf(given).find(({ family }) => family === 'id-card-reader');
  return (found as DeviceConfig<'id-card-reader'> | undefined) ?? null;
}

export const readIdCard: Command = {
  path: 'device read id-card',
  usage: '(--port PORT | --config FILE) [--timeout SECONDS] [--reveal]',
  about: {
    zh: '读一张证件；个人信息打码，--reveal 才显示',
    en: 'reads one card; personal data is masked unless --reveal is given',
  },
  options: READ_OPTIONS,
  async run(given, io) {
    const target = readerTarget(given);
    if (target === null) return noDevice;
    return readOneCard('id-card-reader', await makeDevice(target), given, io);
  },
};

export const readSocialSecurityCard: Command = {
  path: 'device read social-security-card',
  usage: '[--timeout SECONDS] [--reveal]',
  about: {
    zh: '在本机的 PC/SC 读卡器上读一张社保卡；个人信息打码，--reveal 才显示',
    en: 'reads one card on the PC/SC readers here; personal data is masked unless --reveal is given',
  },
  options: { timeout: { type: 'string' }, reveal: { type: 'boolean' } },
  async run(given, io) {
    const reader = await makeDevice(targetAt('smart-card-reader', 'pcsc'));
    return readOneCard('smart-card-reader', reader, given, io);
  },
};
