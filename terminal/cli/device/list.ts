import { findCameras } from '@tongban/peripherals/camera';
import { createDeviceManager, familyOf, publisherOf, serialNames } from '@tongban/peripherals/manager';
import type { DeviceConfig } from '@tongban/peripherals/manager';
import { servicesOfProvider } from '@tongban/peripherals/xfs4iot';
import type { Command } from '../command.ts';
import { TARGET_OPTIONS, TARGET_USAGE, targetsOf } from './targets.ts';

export const list: Command = {
  path: 'device list',
  usage: TARGET_USAGE,
  about: {
    zh: '列出配置的设备、它们会什么，本机的串口和摄像头，以及 XFS4IoT 服务程序的各项服务；不打开设备',
    en: 'the configured devices, what they can do, the serial ports and cameras here, and the services of their XFS4IoT providers; opens none',
  },
  options: TARGET_OPTIONS,
  async run(given, io) {
    const targets = targetsOf(given);
    const devices = createDeviceManager(targets)
      .list()
      .map(({ id, family, capabilities }) => ({ id, family, capabilities }));
    for (const { id, family, capabilities } of devices) {
      const { name } = familyOf(family);
      const can = Object.entries(capabilities).map(([flag, has]) => `${has ? '+' : '-'}${flag}`);
      io.say({ zh: `${name.zh}  ${id}  ${can.join(' ')}`, en: `${name.en}  ${id}  ${can.join(' ')}` });
    }
    const ports = serialNames();
    for (const port of ports) io.say({ zh: `串口  ${port}`, en: `serial port  ${port}` });
    const cameras = await findCameras();
    for (const { name, usbId, node } of cameras) {
      const words = [usbId, node, name].filter((word) => word !== null).join('  ');
      io.say({ zh: `摄像头  ${words}`, en: `camera  ${words}` });
    }
    const services = await servicesBeside(targets);
    for (const address of services) {
      io.say({ zh: `XFS4IoT 服务  ${address}`, en: `XFS4IoT service  ${address}` });
    }
    if (devices.length + ports.length + cameras.length === 0) {
      io.say({
        zh: '没有配置设备，也没有找到串口和摄像头。',
        en: 'No device is configured, and no serial port and no camera was found.',
      });
    }
    return { ok: true, facts: { devices, ports, cameras, services } };
  },
};

/** Of the providers that are named, also where the name of the service itself is wrong; of one that is silent none. */
async function servicesBeside(targets: readonly DeviceConfig[]): Promise<readonly string[]> {
  const publishers = targets
    .map(({ settings }) => publisherOf(settings))
    .filter((publisher) => publisher !== null);
  const byUrl = new Map(publishers.map((publisher) => [publisher.url, publisher]));
  const found = await Promise.all([...byUrl.values()].map(servicesOfProvider));
  return found.flatMap((services) => services ?? []);
}
