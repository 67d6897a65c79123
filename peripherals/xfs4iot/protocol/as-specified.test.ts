import { expect, it } from 'vitest';
import { COMMANDS, statusPayload } from './commands.ts';
import { decodeAnswer, encodeCommand } from './envelope.ts';
import { protocolOf } from './card-reader.ts';

/** Messages as the specification and its public framework write them, letter by letter: what both ends of ours could agree on wrongly. */

it('writes a command as the specification does', () => {
  const text = encodeCommand({
    ...{ name: 'CardReader.ReadRawData', requestId: 123456, version: '2.0', timeoutMs: 1000 },
    payload: { chip: true },
  });
  expect(JSON.parse(text)).toEqual({
    header: {
      type: 'command',
      name: 'CardReader.ReadRawData',
      requestId: 123456,
      version: '2.0',
      timeout: 1000,
    },
    payload: { chip: true },
  });
});

it('reads a completion with tracks that nobody asked for, and values that are null', () => {
  const message = decodeAnswer(
    '{"header":{"name":"CardReader.ReadRawData","requestId":123456,"type":"completion","version":"3.0","completionCode":"success","errorDescription":"OK"},' +
      '"payload":{"errorCode":null,"track1":{"data":"MTIzNDU2Nzg5"},"track2":{"status":"dataMissing"},"chip":[{"status":null,"data":"OwQ="}]}}',
  );
  expect(message).toMatchObject({ type: 'completion', requestId: 123456, completionCode: 'success' });
  const { completion } = COMMANDS['CardReader.ReadRawData'];
  expect(message !== null && 'payload' in message && completion.safeParse(message.payload).success).toBe(
    true,
  );
});

it.each([
  ['{"header":{"name":"Printer.PrintRaw","requestId":1,"type":"acknowledge","version":"3.0"}}', null],
  [
    '{"header":{"name":"Printer.PrintRaw","requestId":1,"type":"acknowledge","version":"3.0","status":null}}',
    null,
  ],
  [
    '{"header":{"name":"Printer.PrintRaw","requestId":1,"type":"acknowledge","version":"3.0","status":"tooManyRequests"}}',
    'tooManyRequests',
  ],
])('reads an acknowledge: %s', (text, status) => {
  expect(decodeAnswer(text)).toEqual({ type: 'acknowledge', name: 'Printer.PrintRaw', requestId: 1, status });
});

it('reads a change of status of which one value is told, and one of a class that is none of ours', () => {
  const told = decodeAnswer(
    '{"header":{"name":"Common.StatusChangedEvent","type":"unsolicited","version":"3.0"},' +
      '"payload":{"common":null,"printer":{"media":null,"paper":{"upper":"out","lower":null}},"cashDispenser":{"shutter":"open"}}}',
  );
  expect(told?.type).toBe('unsolicited');
  expect(told && 'payload' in told && statusPayload.parse(told.payload)).toEqual({
    printer: { media: undefined, paper: { upper: 'out', lower: null } },
  });
});

it('does not know how to take a value that the class does not have', () => {
  expect(statusPayload.safeParse({ cardReader: { media: 'onTheFloor' } }).success).toBe(false);
  // An error that is told by a name of its own is still an error.
  expect(COMMANDS['CardReader.Move'].completion.parse({ errorCode: 'cardBitten' })).toEqual({
    errorCode: undefined,
  });
});

it.each([
  ['3B04', 'chipT0'],
  ['3B', 'chipT0'],
  ['', 'chipT0'],
  // TD1 behind TA1: T=1. A card of a bank.
  ['3B9F96C00A3FC6A08031E073FE211F65D001900F3B810FC6', 'chipT0'],
  ['3BE000FF8131', 'chipT1'],
  ['3B8001', 'chipT1'],
  ['3B8000', 'chipT0'],
])('finds the protocol of the answer to reset %s', (atr, protocol) => {
  expect(protocolOf(Buffer.from(atr, 'hex'))).toBe(protocol);
});

it('gives each command in the version that the specification counts for it', () => {
  const versions = Object.entries(COMMANDS).map(([name, { version }]) => `${name} ${version}`);
  expect(versions).toEqual([
    'ServicePublisher.GetServices 2.0',
    'Common.Status 2.0',
    'Common.Capabilities 2.0',
    'Common.Cancel 2.0',
    'CardReader.ReadRawData 2.0',
    'CardReader.ChipPower 2.0',
    'CardReader.ChipIO 3.0',
    'CardReader.Move 2.0',
    'Printer.PrintRaw 3.0',
    'Printer.ControlMedia 3.0',
    'BarcodeReader.Read 2.0',
    'Lights.SetLight 3.0',
  ]);
});
