import { readdirSync } from 'node:fs';
import { createDeviceManager, familyOf } from '@tongban/peripherals/manager';
import type { Command } from '../command.ts';
import { TARGET_OPTIONS, TARGET_USAGE, targetsOf } from './targets.ts';

/** Where serial ports appear; names by id stay the same wherever the cable is put. */
const PORT_PLACES = [
  { folder: '/dev/serial/by-id', pattern: /./ },
  { folder: '/dev', pattern: /^tty(USB|ACM)\d+$/ },
] as const;

export const list: Command = {
  path: 'device list',
  usage: TARGET_USAGE,
  about: {
    zh: '列出配置的设备、它们会什么，以及本机的串口；不打开设备',
    en: 'the configured devices, what they can do, and the serial ports here; opens none',
  },
  options: TARGET_OPTIONS,
  run(given, io) {
    const devices = createDeviceManager(targetsOf(given))
      .list()
      .map(({ id, family, capabilities }) => ({ id, family, capabilities }));
    for (const { id, family, capabilities } of devices) {
      const { name } = familyOf(family);
      const can = Object.entries(capabilities).map(([flag, has]) => `${has ? '+' : '-'}${flag}`);
      io.say({ zh: `${name.zh}  ${id}  ${can.join(' ')}`, en: `${name.en}  ${id}  ${can.join(' ')}` });
    }
    const ports = PORT_PLACES.flatMap(({ folder, pattern }) =>
      entriesOf(folder)
        .filter((name) => pattern.test(name))
        .map((name) => `${folder}/${name}`),
    );
    for (const port of ports) io.say({ zh: `串口  ${port}`, en: `serial port  ${port}` });
    if (devices.length + ports.length === 0) {
      io.say({
        zh: '没有配置设备，也没有找到串口。',
        en: 'No device is configured and no serial port was found.',
      });
    }
    return Promise.resolve({ ok: true, facts: { devices, ports } });
  },
};

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // the folder exists only while such a port does
  }
}
