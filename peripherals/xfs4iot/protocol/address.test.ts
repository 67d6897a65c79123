import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOf, publisherBeside, serviceAt, xfsAddress } from './address.ts';

it.each([
  ['xfs://127.0.0.1:5848/CardReader1', 'ws://127.0.0.1:5848/xfs4iot/v1.0/CardReader1'],
  ['xfs://localhost:5846/Printer1', 'ws://localhost:5846/xfs4iot/v1.0/Printer1'],
  ['xfs://[::1]:5846/Printer1', 'ws://[::1]:5846/xfs4iot/v1.0/Printer1'],
  ['xfs://localhost/Printer1', 'ws://localhost:5846/xfs4iot/v1.0/Printer1'],
  ['xfs://localhost:80/Printer1', 'ws://localhost:80/xfs4iot/v1.0/Printer1'],
  // Over the network never in clear, however the name looks.
  ['xfs://192.0.2.7:443/CardReader1', 'wss://192.0.2.7:443/xfs4iot/v1.0/CardReader1'],
  ['xfs://terminal-7.example.cn:5848/Lights1', 'wss://terminal-7.example.cn:5848/xfs4iot/v1.0/Lights1'],
  ['xfs://127.0.0.1.example.cn:5848/Lights1', 'wss://127.0.0.1.example.cn:5848/xfs4iot/v1.0/Lights1'],
  ['xfs://localhost.example.cn/Lights1', 'wss://localhost.example.cn:5846/xfs4iot/v1.0/Lights1'],
])('%s is %s', (address, url) => {
  expect(xfsAddress.safeParse(address).success).toBe(true);
  expect(serviceAt(address)).toBe(url);
  expect(publisherBeside(address)).toBe(url.slice(0, url.lastIndexOf('/')));
});

it.each([
  'xfs://localhost',
  'xfs://localhost/',
  'xfs://localhost/a/b',
  'xfs:///CardReader1',
  'xfs://user:secret@localhost/CardReader1',
  'xfs://localhost/CardReader1?x=1',
  'xfs://localhost/CardReader1#x',
  'xfs://localhost:99999/CardReader1',
  'ws://localhost/CardReader1',
  'CardReader1',
  '',
])('%j is no address', (address) => {
  expect(xfsAddress.safeParse(address).success).toBe(false);
  expect(() => serviceAt(address)).toThrow(TypeError);
});

it('no text whatever is in clear to another machine', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string()), (text) => {
      const address = text.replace(/^https?:/, 'xfs:');
      if (!xfsAddress.safeParse(address).success) return;
      const { protocol, hostname } = new URL(serviceAt(address));
      expect(protocol === 'wss:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)).toBe(true);
    }),
  );
});

it.each([
  [
    'wss://terminal-7.example.cn:5848/xfs4iot/v1.0/CardReader1',
    'xfs://terminal-7.example.cn:5848/CardReader1',
  ],
  ['ws://localhost:80/xfs4iot/v1.0/Printer1', 'xfs://localhost:80/Printer1'],
  ['ws://localhost:80/xfs4iot/v2.0/Printer1', null],
  ['http://localhost:80/xfs4iot/v1.0/Printer1', null],
])('the service at %s is written %s', (uri, address) => {
  expect(addressOf(uri)).toBe(address);
});
