import { formatDecimal, parseDecimal } from '../query/decimal.ts'

/** A decimal below a number by less than the unit of any type of this scale, so that `x < number` is `x <= it`. */
export function decimalBelow(number: string, scale: number): string | undefined {
  const decimal = parseDecimal(number)
  if (!decimal) return undefined
  const finer = Math.max(decimal.scale, scale) + 1
  return formatDecimal(decimal.unscaled * 10n ** BigInt(finer - decimal.scale) - 1n, finer)
}

/** The largest double below a finite one. */
export function doubleBelow(number: number): number {
  if (number === 0) return -Number.MIN_VALUE
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, number)
  view.setBigInt64(0, view.getBigInt64(0) - (number > 0 ? 1n : -1n))
  return view.getFloat64(0)
}

/** The largest 32-bit float below the nearest one of a number. */
export function floatBelow(number: number): number {
  const view = new DataView(new ArrayBuffer(4))
  const nearest = Math.fround(number)
  if (nearest === 0) return -(2 ** -149)
  view.setFloat32(0, nearest)
  view.setInt32(0, view.getInt32(0) - (nearest > 0 ? 1 : -1))
  return view.getFloat32(0)
}
