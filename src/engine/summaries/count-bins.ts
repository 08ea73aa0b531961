import type { Bin } from '../../shared/profile.ts'
import { temporalUnits } from '../profile/temporal-line.ts'
import { compareNumber } from '../query/numeric-comparison.ts'
import type { TableColumn } from '../query/open-table.ts'
import { compareTime } from '../query/temporal-comparison.ts'
import { decimalBelow, doubleBelow, floatBelow } from './number-below.ts'

/** The aggregate that counts bins: its SQL gives the counts between thresholds, `countsOf` makes those of the bins of them. */
export type BinCounts = { sql: string; countsOf: (between: readonly number[]) => number[] }

/** Where a bound cuts the values of a type: after those up to a threshold, or nowhere among them. */
type Cut = { upTo: string } | 'before all' | 'after all'

/**
 * Counts the rows of every bin in one pass, exactly as the filters `gte` its lower and `lt` its upper bound would (`lte`
 * in the last bin): each bound is replaced by the largest value of the type below it. NaN and infinite moments are in no
 * bin. Undefined where the column cannot be compared with the bounds.
 */
export function countBins(column: TableColumn, bins: readonly Bin[]): BinCounts | undefined {
  const upper = bins.at(-1)?.upper
  if (upper === undefined) return undefined
  const cutOf = column.kind === 'temporal' ? cutOfMoment : cutOfNumber
  const cuts = [...bins.map(({ lower }) => cutOf(column.sql_type, lower, 'lt')), cutOf(column.sql_type, upper, 'lte')]
  if (!cuts.every((cut) => cut !== undefined)) return undefined
  const thresholds = [...new Set(cuts.flatMap((cut) => (typeof cut === 'object' ? [cut.upTo] : [])))]
  return {
    sql: betweenSql(column, thresholds),
    countsOf: (between) => {
      const below = new Map<string, number>()
      let counted = 0
      thresholds.forEach((threshold, index) => {
        counted += between[index] ?? 0
        below.set(threshold, counted)
      })
      const all = between.reduce((sum, count) => sum + count, 0)
      const upTo = cuts.map((cut) =>
        typeof cut === 'object' ? (below.get(cut.upTo) ?? 0) : cut === 'after all' ? all : 0,
      )
      return bins.map((_, index) => (upTo[index + 1] as number) - (upTo[index] as number))
    },
  }
}

function betweenSql({ kind, sql, sql_type: type }: TableColumn, thresholds: string[]): string {
  const [value, valueType] = kind === 'temporal' ? [temporalUnits(type, sql), 'BIGINT'] : [sql, type]
  const numbers = /^(DOUBLE|FLOAT)$/.test(type) ? ` FILTER (WHERE NOT isnan(${sql}))` : ''
  if (thresholds.length === 0) return `[count(${value})${numbers}]`
  return `map_values(histogram(${value}, [${thresholds.join(', ')}]::${valueType}[])${numbers})`
}

function cutOfNumber(type: string, bound: Bin['lower'], op: 'lt' | 'lte'): Cut | undefined {
  const text = op === 'lte' ? String(bound) : numberBelow(type, bound)
  const comparison = text === undefined ? undefined : compareNumber(type, 'lte', text)
  if (comparison === 'never') return 'before all'
  if (comparison === 'always') return 'after all'
  return comparison && { upTo: comparison.literal }
}

function numberBelow(type: string, bound: Bin['lower']): string | undefined {
  if (type === 'DOUBLE') return String(doubleBelow(Number(bound)))
  if (type === 'FLOAT') return String(floatBelow(Number(bound)))
  return decimalBelow(String(bound), Number(/,(\d+)\)$/.exec(type)?.[1] ?? 0))
}

function cutOfMoment(type: string, bound: Bin['lower'], op: 'lt' | 'lte'): Cut | undefined {
  const comparison = compareTime(type, op, String(bound))
  if (typeof comparison !== 'object') return undefined
  return { upTo: `${temporalUnits(type, comparison.literal)}${op === 'lt' ? ' - 1' : ''}` }
}
