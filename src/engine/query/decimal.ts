/** An exact decimal number: `unscaled / 10 ** scale`, with `scale` at least 0. */
export type Decimal = { unscaled: bigint; scale: number }

const longest = 400
const written = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/

/** Reads a number as people and programs write it, with every digit; undefined when it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = text.length <= longest ? (written.exec(text) ?? []) : []
  if (sign === undefined || whole + fraction === '') return undefined
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n)
  return scale >= 0 ? { unscaled: digits, scale } : { unscaled: digits * 10n ** BigInt(-scale), scale: 0 }
}

/** The largest multiple of `10 ** -scale` that is at most the number, and whether it is the number. */
export function floorToScale(number: Decimal, scale: number): { unscaled: bigint; isExact: boolean } {
  if (number.scale <= scale) {
    return { unscaled: number.unscaled * 10n ** BigInt(scale - number.scale), isExact: true }
  }
  const divisor = 10n ** BigInt(number.scale - scale)
  const quotient = number.unscaled / divisor
  const isExact = quotient * divisor === number.unscaled
  return { unscaled: isExact || number.unscaled >= 0n ? quotient : quotient - 1n, isExact }
}

/** Writes `unscaled / 10 ** scale` with all its digits. */
export function formatDecimal(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
