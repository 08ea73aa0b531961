const longestAlignedFraction = 10

/** How many characters follow the decimal point of a number as it is written. */
export const fractionLength = (text: string): number => {
  const point = text.indexOf('.')
  return point === -1 ? 0 : text.length - point - 1
}

/** The room after the point that aligns every number of a column: its longest fraction, within reason. */
export const alignedFraction = (fractions: Iterable<number>): number => {
  let longest = 0
  for (const fraction of fractions) longest = Math.max(longest, fraction)
  return Math.min(longest, longestAlignedFraction)
}

/** The digits after the point that a type fixes, such as 2 of `DECIMAL(9,2)`; undefined where the values decide. */
export const fractionOfType = (sqlType: string): number | undefined => {
  const scale = /^DECIMAL\(\d+,\s*(\d+)\)$/i.exec(sqlType)?.[1]
  if (scale !== undefined) return Number(scale)
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/i.test(sqlType) ? 0 : undefined
}

/**
 * The number followed by as many spaces as bring its point under the points above, in a monospaced cell of `room`
 * characters. The spaces give way when the cell is narrow, so that digits are never cut for them.
 */
export const alignNumber = (text: string, fraction: number, room: number): string => {
  if (fraction === 0) return text
  const own = fractionLength(text)
  const wanted = own > 0 || text.endsWith('.') ? fraction - own : fraction + 1
  return text + ' '.repeat(Math.max(0, Math.min(wanted, room - text.length)))
}
