/**
 * Documents that this very program has found usable before, by SHA-256 in hex. Finding it out means compiling every
 * schema and takes longer than all else that is done with a catalogue; it comes to the same each time.
 */
export interface ProvenDocuments {
  has(hash: string): boolean;
  add(hash: string): void;
}
