/** Takes personal data out of the traffic of one line before anything is kept. What it does not know, it leaves out. */
export interface Scrubber {
  /** One write: what may be told of its beginning, and how many bytes after that may not. */
  sent(bytes: Uint8Array): { readonly told: Uint8Array; readonly dropped: number };
  /** Takes bytes as they come and answers as many clean ones as are certain by now: as many, or fewer until later. */
  received(bytes: Uint8Array): Uint8Array;
  /** Nothing more comes that belongs to what is held back: answers the rest, clean. */
  flush(): Uint8Array;
}
