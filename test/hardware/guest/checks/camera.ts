import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { createCamera, findCameras, SYSFS_FOLDER } from '@tongban/peripherals/camera';
import { Observed } from '../../../../peripherals/camera/test-support.ts';
import type { Family } from '../family.ts';
import { UsbDevice } from '../usb-over-ip.ts';
import { uvcCamera } from '../uvc-camera.ts';

const NAME = 'TEST Document Camera';
const USB_ID = '1bcf:2c99';
const plugIn = (): UsbDevice => new UsbDevice(uvcCamera({ vendorId: 0x1bcf, productId: 0x2c99, name: NAME }));

/** USB descriptors → vhci-hcd → uvcvideo → sysfs → the adapter with its own delays. No picture is taken. */
export const camera: Family = {
  name: 'document camera',
  async prove({ check }) {
    const adapter = createCamera({ usbId: USB_ID });
    const observed = new Observed(adapter);
    const other = createCamera({ usbId: '0c45:6366' });
    let device: UsbDevice;
    adapter.open();
    other.open();

    await check('found by uvcvideo and by its USB number when it is plugged in', async () => {
      device = plugIn();
      await observed.status('ready');
      assert.partialDeepStrictEqual(adapter.describe(), { name: NAME, usbId: USB_ID });
      assert.match(adapter.describe()?.node ?? '', /^\/dev\/video\d+$/);
    });
    await check('its second node, for metadata, is taken for no camera', async () => {
      assert.equal((await readdir(SYSFS_FOLDER)).length, 2);
      assert.equal((await findCameras()).length, 1);
      assert.equal(other.status.kind, 'disconnected');
    });
    await check('pulled: told as disconnected', async () => {
      device.unplug();
      await observed.status('disconnected');
    });
    await check('plugged in again: finds itself', async () => {
      device = plugIn();
      await observed.status('ready');
      device.unplug();
      await observed.status('disconnected');
    });
    await adapter.close();
    await other.close();
  },
};
