export type { ByteTransport, TransportClosed, TransportLimits, TransportResult } from './byte-transport.ts';
export { createMemoryPair } from './memory.ts';
export type { MemoryPair } from './memory.ts';
export { createSerialTransport } from './serial.ts';
export type { SerialTransportOptions } from './serial.ts';
export { createTcpTransport } from './tcp.ts';
export type { TcpTransportOptions } from './tcp.ts';
