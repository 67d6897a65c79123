/** The one source of "now". */
export type Clock = () => Date;
