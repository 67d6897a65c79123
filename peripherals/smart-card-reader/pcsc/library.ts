import koffi from 'koffi';
import type { TypeObject } from 'koffi';

/** A context or a connection; what the number is, only the library knows. */
export type PcscHandle = number | bigint;

export interface ReaderState {
  readonly reader: string;
  /** What the caller knows, or what the service answers: bits of STATE, the count of card events above them. */
  readonly state: number;
}

/**
 * The calls of PC/SC that the reader needs, none of which blocks the event loop or rejects: each answers the code
 * that the library gave (unsigned, see SCARD). Source: PC/SC workgroup part 5; pcsc-lite's API documentation.
 */
export interface Pcsc {
  establishContext(): Promise<{ code: number; context: PcscHandle }>;
  releaseContext(context: PcscHandle): Promise<number>;
  listReaders(context: PcscHandle): Promise<{ code: number; readers: readonly string[] }>;
  /** Waits until a state is another than the one given, at most so long (milliseconds). */
  getStatusChange(
    context: PcscHandle,
    timeoutMs: number,
    states: readonly ReaderState[],
  ): Promise<{ code: number; states: readonly ReaderState[] }>;
  /** Ends a getStatusChange of this context that is waiting now; without one, nothing happens. */
  cancel(context: PcscHandle): Promise<number>;
  /** Exclusively, with T=0 or T=1. */
  connect(
    context: PcscHandle,
    reader: string,
  ): Promise<{ code: number; card: PcscHandle; protocol: PcscHandle }>;
  transmit(
    card: PcscHandle,
    protocol: PcscHandle,
    request: Uint8Array,
  ): Promise<{ code: number; answer: Uint8Array }>;
  /** Resets the card, so that the next program finds no file selected. */
  disconnect(card: PcscHandle): Promise<number>;
}

const LIBRARY = 'libpcsclite.so.1';
const SCOPE_SYSTEM = 2;
const SHARE_EXCLUSIVE = 1;
const PROTOCOL_T0_OR_T1 = 3;
const RESET_CARD = 1;
/** MAX_ATR_SIZE of pcsc-lite, which differs from Windows. */
const MAX_ATR_BYTES = 33;
/** Room for 16 readers (the most that pcsc-lite serves) with names of 128 bytes. */
const READER_LIST_BYTES = 16 * 128 + 1;
/** The longest answer of the short form: 256 bytes and the status. */
const MAX_ANSWER_BYTES = 258;

/** DWORD and LONG are `unsigned long` and `long` in pcsc-lite on Linux, 8 bytes on a 64-bit machine. */
const READER_STATE = koffi.struct({
  szReader: 'const char *',
  pvUserData: 'void *',
  dwCurrentState: 'ulong',
  dwEventState: 'ulong',
  cbAtr: 'ulong',
  rgbAtr: koffi.array('uint8_t', MAX_ATR_BYTES, 'Typed'),
});
const IO_REQUEST = koffi.struct({ dwProtocol: 'ulong', cbPciLength: 'ulong' });

type NativeType = string | TypeObject | ReturnType<typeof koffi.out>;

interface RawReaderState {
  szReader: string;
  pvUserData: null;
  dwCurrentState: number;
  dwEventState: number | bigint;
  cbAtr: number;
  rgbAtr: Uint8Array;
}

/**
 * Loads libpcsclite; null when it is not installed. The library finds its service by itself, or at the socket that
 * PCSCLITE_CSOCK_NAME names when it is first used.
 */
export function loadPcsc(path: string = LIBRARY): Pcsc | null {
  let library: ReturnType<typeof koffi.load>;
  try {
    library = koffi.load(path);
  } catch {
    // The only reason to fail that koffi tells apart is in words; to the caller they are all the same.
    return null;
  }
  const pointerTo = (type: string | TypeObject) => koffi.pointer(koffi.type(type));
  const out = (type: string | TypeObject) => koffi.out(pointerTo(type));
  const inout = (type: string | TypeObject) => koffi.inout(pointerTo(type));

  /** Runs on a worker thread of libuv; of its four, a waiting getStatusChange holds one. */
  const bind = <A extends unknown[]>(name: string, types: NativeType[]) => {
    const call = library.func(name, 'long', types);
    return (...args: A): Promise<number> =>
      new Promise((resolve, reject) => {
        call.async(...args, (error: unknown, result: number | bigint) => {
          if (error !== null && error !== undefined) reject(error);
          else resolve(Number(BigInt.asUintN(32, BigInt(result))));
        });
      });
  };

  type Numbers = (number | bigint)[];
  const establishContext = bind<[number, null, null, Numbers]>('SCardEstablishContext', [
    'ulong',
    'void *',
    'void *',
    out('long'),
  ]);
  const releaseContext = bind<[PcscHandle]>('SCardReleaseContext', ['long']);
  const listReaders = bind<[PcscHandle, null, Uint8Array, Numbers]>('SCardListReaders', [
    'long',
    'void *',
    out('uint8_t'),
    inout('ulong'),
  ]);
  const getStatusChange = bind<[PcscHandle, number, RawReaderState[], number]>('SCardGetStatusChange', [
    'long',
    'ulong',
    inout(READER_STATE),
    'ulong',
  ]);
  const cancel = bind<[PcscHandle]>('SCardCancel', ['long']);
  const connect = bind<[PcscHandle, string, number, number, Numbers, Numbers]>('SCardConnect', [
    'long',
    'str',
    'ulong',
    'ulong',
    out('long'),
    out('ulong'),
  ]);
  const transmit = bind<[PcscHandle, object[], Uint8Array, number, null, Uint8Array, Numbers]>(
    'SCardTransmit',
    ['long', inout(IO_REQUEST), koffi.pointer('uint8_t'), 'ulong', 'void *', out('uint8_t'), inout('ulong')],
  );
  const disconnect = bind<[PcscHandle, number]>('SCardDisconnect', ['long', 'ulong']);

  return {
    async establishContext() {
      const context: Numbers = [0];
      const code = await establishContext(SCOPE_SYSTEM, null, null, context);
      return { code, context: context[0]! };
    },
    releaseContext: (context) => releaseContext(context),
    async listReaders(context) {
      const names = new Uint8Array(READER_LIST_BYTES);
      const length: Numbers = [names.length];
      const code = await listReaders(context, null, names, length);
      if (code !== 0) return { code, readers: [] };
      const text = Buffer.from(names.buffer, 0, Number(length[0])).toString('utf8');
      return { code, readers: text.split('\0').filter((name) => name !== '') };
    },
    async getStatusChange(context, timeoutMs, states) {
      const raw = states.map(({ reader, state }): RawReaderState => ({
        szReader: reader,
        pvUserData: null,
        dwCurrentState: state,
        dwEventState: 0,
        cbAtr: MAX_ATR_BYTES,
        rgbAtr: new Uint8Array(MAX_ATR_BYTES),
      }));
      const code = await getStatusChange(context, timeoutMs, raw, raw.length);
      return {
        code,
        states: states.map(({ reader }, i) => ({ reader, state: Number(raw[i]!.dwEventState) })),
      };
    },
    cancel: (context) => cancel(context),
    async connect(context, reader) {
      const card: Numbers = [0];
      const protocol: Numbers = [0];
      const code = await connect(context, reader, SHARE_EXCLUSIVE, PROTOCOL_T0_OR_T1, card, protocol);
      return { code, card: card[0]!, protocol: protocol[0]! };
    },
    async transmit(card, protocol, request) {
      const answer = new Uint8Array(MAX_ANSWER_BYTES);
      const length: Numbers = [answer.length];
      const pci = [{ dwProtocol: protocol, cbPciLength: koffi.sizeof(IO_REQUEST) }];
      const code = await transmit(card, pci, request, request.length, null, answer, length);
      return { code, answer: answer.subarray(0, code === 0 ? Number(length[0]) : 0) };
    },
    disconnect: (card) => disconnect(card, RESET_CARD),
  };
}
