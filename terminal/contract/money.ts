/** "¥400.00": an amount in fen (0.01 yuan), the same on screen and slip. */
export function yuan(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}
