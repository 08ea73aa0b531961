import type { Comparison, ComparisonOp } from './comparison.ts'
import { floorToScale, formatDecimal, parseDecimal } from './decimal.ts'

type Exact = { scale: number; smallest: bigint | undefined; largest: bigint | undefined }

const integerBits: Record<string, number> = { TINYINT: 8, SMALLINT: 16, INTEGER: 32, BIGINT: 64, HUGEINT: 128 }

/**
 * A comparison of a numeric column with a number written as text, or undefined when the text is no number. Integers
 * and decimals are compared exactly whatever the number's size or fraction; floats as the nearest value of their type.
 */
export function compareNumber(sqlType: string, op: ComparisonOp, text: string): Comparison | undefined {
  const exact = exactType(sqlType)
  return exact ? compareExact(sqlType, exact, op, text) : compareFloat(sqlType, op, text)
}

function exactType(sqlType: string): Exact | undefined {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType)
  if (decimal) {
    const largest = 10n ** BigInt(decimal[1] ?? 0) - 1n
    return { scale: Number(decimal[2]), smallest: -largest, largest }
  }
  if (sqlType === 'BIGNUM') return { scale: 0, smallest: undefined, largest: undefined }
  const bits = integerBits[sqlType]
  if (bits) return { scale: 0, smallest: -(1n << BigInt(bits - 1)), largest: (1n << BigInt(bits - 1)) - 1n }
  const unsignedBits = integerBits[sqlType.slice(1)]
  return unsignedBits ? { scale: 0, smallest: 0n, largest: (1n << BigInt(unsignedBits)) - 1n } : undefined
}

/** A number between two values of the type becomes the same condition on the one below it. */
function compareExact(sqlType: string, type: Exact, op: ComparisonOp, text: string): Comparison | undefined {
  const number = parseDecimal(text)
  if (!number) return undefined
  const { unscaled, isExact } = floorToScale(number, type.scale)
  const isTooLarge = type.largest !== undefined && unscaled > type.largest
  const isTooSmall = type.smallest !== undefined && unscaled < type.smallest
  const isLess = op === 'lt' || op === 'lte'
  if (op === 'eq' || op === 'ne') {
    if (!isExact || isTooLarge || isTooSmall) return op === 'eq' ? 'never' : 'always'
  } else if (isTooLarge || isTooSmall) {
    return isLess === isTooLarge ? 'always' : 'never'
  }
  return {
    op: isExact ? op : isLess ? 'lte' : 'gt',
    literal: `'${formatDecimal(unscaled, type.scale)}'::${sqlType}`,
  }
}

function compareFloat(sqlType: string, op: ComparisonOp, text: string): Comparison | undefined {
  const isWord = /^(-?Infinity|NaN)$/.test(text)
  if (!isWord && !parseDecimal(text)) return undefined
  const number = sqlType === 'FLOAT' ? Math.fround(Number(text)) : Number(text)
  return { op, literal: `'${number}'::${sqlType}` }
}
