import type { DeviceConfig } from '@tongban/peripherals/manager';
import type { TerminalConfig } from './config.ts';

/** The configuration of a terminal in the manager's terms; a family's one device bears its name. */
export function devicesOf({ idCardReader, receiptPrinter }: TerminalConfig['devices']): DeviceConfig[] {
  const { host, port, profile } = receiptPrinter;
  return [
    {
      id: 'id-card-reader',
      family: 'id-card-reader',
      settings: { line: { type: 'serial', ...idCardReader } },
    },
    {
      id: 'receipt-printer',
      family: 'receipt-printer',
      settings: { line: { type: 'tcp', host, port }, profile },
    },
  ];
}
