/**
 * The line on which the values of a numeric column are placed as doubles. A `whole` line counts the last decimal of an
 * exact type from `origin`: value = (origin + place) / 10^decimals, without error. Any other line holds the values.
 */
export type NumberLine = { whole: boolean; decimals: number; origin: bigint }

/** The line of doubles: every place is the value itself. */
export const plainLine: NumberLine = { whole: false, decimals: 0, origin: 0n }

/** The line of an exact SQL type counted from `origin`, or undefined for types that are not exact. */
export function wholeLineOf(sqlType: string, origin = 0n): NumberLine | undefined {
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$|^BIGNUM$/.test(sqlType))
    return { whole: true, decimals: 0, origin }
  const decimal = /^DECIMAL\(\d+,(\d+)\)$/.exec(sqlType)
  return decimal ? { whole: true, decimals: Number(decimal[1]), origin } : undefined
}

/** The largest magnitude up to which every place of a line is read from a double without error. */
export function largestSurePlace({ decimals }: NumberLine): number {
  return decimals === 0 ? 2 ** 53 - 1 : 2 ** 50
}

/** Turns values of the column, read as doubles counted from the origin, into places, in the array they came in. */
export function toPlaces({ whole, decimals }: NumberLine, values: Float64Array): Float64Array {
  if (!whole || decimals === 0) return values
  const unit = 10 ** decimals
  for (let index = 0; index < values.length; index++) values[index] = Math.round((values[index] as number) * unit)
  return values
}

/** The same in SQL. */
export function wholePlaceSql({ whole, decimals }: NumberLine, place: string): string {
  return whole && decimals > 0 ? `round(${place} * 1e${decimals}::DOUBLE)` : place
}

const fractionDigits = 15

/** The value at a place, as the nearest double; the place may lie between two values, as a median does. */
export function numberAt({ whole, decimals, origin }: NumberLine, place: number): number {
  if (!whole) return place
  if (origin === 0n) return decimals === 0 ? place : place / 10 ** decimals
  const lower = Math.floor(place)
  const fraction = BigInt(Math.round((place - lower) * 10 ** fractionDigits))
  const units = (origin + BigInt(lower)) * 10n ** BigInt(fractionDigits) + fraction
  return Number(exactText(units, decimals + fractionDigits))
}

/** The distance between two places as a number. */
export function widthOf({ decimals }: NumberLine, distance: number): number {
  return decimals === 0 ? distance : distance / 10 ** decimals
}

/** The value at a place of a whole line, in all its digits. */
export function textAt({ decimals, origin }: NumberLine, place: number): string {
  return exactText(origin + BigInt(place), decimals)
}

/** A whole number of units of 10^-decimals, written with exactly that many decimals: `exactText(-5n, 2)` is `-0.05`. */
export function exactText(units: bigint, decimals: number): string {
  if (decimals === 0) return units.toString()
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** How many units of 10^-decimals a decimal text is; it has at most that many decimals. */
export function unitsOf(text: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}

/** The quotient of two whole numbers as the nearest double, also when neither fits one. */
export function quotientOf(dividend: bigint, divisor: bigint): number {
  const shift = BigInt(Math.max(0, 66 + bitsOf(divisor) - bitsOf(dividend)))
  const quotient = (dividend << shift) / divisor
  const isInexact = quotient * divisor !== dividend << shift
  return Number(isInexact ? quotient | 1n : quotient) / 2 ** Number(shift)
}

function bitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString(16).length * 4
}
