/** The number of columns and of rows that a sheet can have: the last cell is XFD1048576. */
export const sheetLimits = { columns: 16_384, rows: 1_048_576 }

/** The 0-based column of a reference such as `AB12`; undefined when it does not begin with a column of a sheet. */
export function columnOf(reference: string): number | undefined {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const letter = (reference.charCodeAt(at) | 32) - 96
    if (letter < 1 || letter > 26) return at > 0 ? column - 1 : undefined
    column = column * 26 + letter
    if (column > sheetLimits.columns) return undefined
  }
  return column > 0 ? column - 1 : undefined
}

/** The letters of a 0-based column: `A`, ..., `Z`, `AA`, ... */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26) - 1
  return (rest < 0 ? '' : columnLetters(rest)) + String.fromCharCode(65 + (column % 26))
}
