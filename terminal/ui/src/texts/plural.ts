/** English: one application, two applications. */
export const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
