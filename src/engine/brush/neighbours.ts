import type { TableColumn } from '../query/open-table.ts'
import type { Neighbours } from './bin-sql.ts'

const microsecondsPerDay = 86_400_000_000

/** The values that a column can have around a number, moments in microseconds. */
export function neighboursIn({ kind, sql_type }: Pick<TableColumn, 'kind' | 'sql_type'>): Neighbours {
  if (sql_type === 'DATE') return steps((place) => place * microsecondsPerDay, 1 / microsecondsPerDay)
  if (kind === 'temporal') return steps((place) => place, 1)
  const parts = 10 ** Number(/^DECIMAL\(\d+,(\d+)\)$/.exec(sql_type)?.[1] ?? 0)
  // A decimal becomes the double that is nearest to it, which is what this division gives.
  return /^(FLOAT|DOUBLE)$/.test(sql_type) ? doubles : steps((place) => place / parts, parts)
}

function steps(valueAt: (place: number) => number, placesPerUnit: number): Neighbours {
  const placeOf = (number: number) => {
    const place = Math.ceil(number * placesPerUnit)
    return [place - 1, place, place + 1].find((near) => valueAt(near) >= number) ?? Number.NaN
  }
  return {
    above: (number) => valueAt(placeOf(number)),
    below: (number) => valueAt(placeOf(number) - 1),
    beyond: (number) => {
      const place = placeOf(number)
      return valueAt(valueAt(place) > number ? place : place + 1)
    },
  }
}

const doubles: Neighbours = {
  above: (number) => number,
  below: (number) => -nextAfter(-number),
  beyond: nextAfter,
}

/** The least double that is greater. */
function nextAfter(number: number): number {
  if (number === 0) return Number.MIN_VALUE
  const bits = new BigInt64Array(1)
  const value = new Float64Array(bits.buffer)
  value[0] = number
  bits[0] = (bits[0] as bigint) + (number > 0 ? 1n : -1n)
  return value[0] as number
}
