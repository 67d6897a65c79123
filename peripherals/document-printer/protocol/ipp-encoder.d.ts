/** The part of ipp-encoder 5 that is used here; the package has no types of its own. */
declare module 'ipp-encoder' {
  interface Attribute {
    readonly tag: number;
    readonly name: string;
    readonly value: unknown;
  }
  interface Group {
    readonly tag: number;
    readonly attributes: readonly Attribute[];
  }
  interface Message {
    readonly version?: { readonly major: number; readonly minor: number };
    readonly requestId: number;
    readonly groups: readonly Group[];
  }
  interface DecodedGroup {
    readonly tag: number;
    readonly attributes: readonly { readonly name: string; readonly value: readonly unknown[] }[];
  }
  interface Ipp {
    readonly request: {
      encode(message: Message & { readonly operationId: number }): Buffer;
      /** `bytes` is set to the length of the head: the document begins there. */
      readonly decode: ((buffer: Buffer) => {
        readonly version: { readonly major: number; readonly minor: number };
        readonly operationId: number;
        readonly requestId: number;
        readonly groups: readonly DecodedGroup[];
      }) & { readonly bytes: number };
    };
    readonly response: {
      encode(message: Message & { readonly statusCode: number }): Buffer;
    };
  }
  const ipp: Ipp;
  export default ipp;
}
