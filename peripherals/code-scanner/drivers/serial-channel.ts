import type { ByteTransport } from '../../transport/index.ts';
import type { ChannelDelays } from '../delays.ts';
import type { SerialScannerModel } from '../models.ts';
import { SerialStreamParser } from '../protocol/serial-stream.ts';
import { TimedParser } from './channel.ts';
import type { ChannelListener, ScannerChannel } from './channel.ts';

/** A scanner on a line of bytes. */
export function createSerialChannel(
  transport: ByteTransport,
  model: SerialScannerModel,
  delays: ChannelDelays,
  listener: ChannelListener,
): ScannerChannel {
  const parser = new SerialStreamParser(model.suffix, model.dialect);
  const timed = new TimedParser(parser, delays.interByteTimeoutMs, (event) => listener.onEvent(event));
  transport.onData((chunk) => timed.push(chunk));
  transport.onClosed(() => {
    timed.stop();
    listener.onEnd();
  });
  return {
    open: async () => (await transport.open()).ok,
    send: async (command) => (await transport.write(command)).ok,
    abandonCode: () => parser.abandon(),
    close: () => transport.close(),
  };
}
