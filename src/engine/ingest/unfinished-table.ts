/** Where a table is written before it is complete; only an attempt that was killed leaves it behind. */
export const unfinishedTable = (tableFile: string): string => `${tableFile}.writing`
