import type { ChartBinning } from '../../shared/charts.ts'
import { niceBins, wantedBins } from '../profile/histogram.ts'
import type { TableColumn } from '../query/open-table.ts'
import type { Axis, ShownKey } from './axis.ts'

type Reach = { min: number; max: number; count: number }

/** What the bins of numbers rest on: their reach, how many they are and how far their middle half reaches. */
export type NumberSpread = Reach & { iqr: number; integersOnly: boolean }

const mostAutoBins = 40

/**
 * Bins of numbers with nice bounds, as those of the profile: one for each whole number where at most 40 are needed,
 * otherwise as many as Freedman-Diaconis or Sturges ask for. With `most`, at most so many.
 */
export function numberAxis(column: TableColumn, spread: NumberSpread, most: number | undefined): Axis {
  const { min, max, integersOnly } = spread
  if (!(min < max)) return oneBin(column, spread)
  if (integersOnly && max - min < (most ?? mostAutoBins) && isSafe(min) && isSafe(max)) {
    const bound = (bin: string) => `(${bin})::DOUBLE`
    const key = isWholeType(column) ? `${column.sql}::BIGINT` : `floor(${column.sql}::DOUBLE)::BIGINT`
    return binAxis(column, key, { first: min, last: max, bound, by: 'integer', width: 1 })
  }
  const wanted = most ?? wantedBins(max / 2 - min / 2, spread.count, spread.iqr / 2).bins
  const nice = niceBins(min, max, wanted, integersOnly ? 1 : 0)
  if (!nice) return oneBin(column, spread)
  const { digit, power } = nice.step
  const bound = (bin: string) =>
    power < 0 ? `(${bin} * ${double(digit)} / ${double(10 ** -power)})` : `(${bin} * ${double(digit * 10 ** power)})`
  const value = `${column.sql}::DOUBLE`
  const guess =
    power < 0
      ? `floor(${value} * ${double(10 ** -power)} / ${double(digit)})`
      : `floor(${value} / ${double(digit * 10 ** power)})`
  const last = nice.first + nice.bounds.length - 2
  const isExact = power >= 0 && isWholeType(column)
  const key = isExact ? guess : corrected(guess, value, bound)
  return binAxis(column, `least(${key}, ${last})::BIGINT`, {
    ...{ first: nice.first, last, bound, by: 'width' },
    width: (nice.bounds[1] as number) - (nice.bounds[0] as number),
  })
}

/**
 * Bins of equal length on a logarithmic axis, a whole number of them for each power of ten (or of powers for each of
 * them); only of numbers above zero.
 */
export function logAxis(column: TableColumn, spread: Reach, most = mostAutoBins): Axis {
  const [from, to] = [Math.log10(spread.min), Math.log10(spread.max)]
  if (!(from < to)) return oneBin(column, spread)
  const wanted = [20, 10, 5, 4, 3, 2, 1, 1 / 2, 1 / 5, 1 / 10, 1 / 20, 1 / 50, 1 / 100]
  const perPower = wanted.find((count) => Math.floor(to * count) - Math.floor(from * count) < most) ?? 1 / 1000
  const value = `${column.sql}::DOUBLE`
  const bound = (bin: string) => `pow(1e1, ${bin} / ${double(perPower)})`
  const key = corrected(`floor(log10(${value}) * ${double(perPower)})`, value, bound)
  const [first, last] = [Math.floor(from * perPower), Math.floor(to * perPower)]
  return binAxis(column, `greatest(${first}, least(${key}, ${last}))::BIGINT`, {
    ...{ first, last, bound, by: 'log', width: 1 / perPower },
  })
}

type Bins = {
  first: number
  last: number
  bound: (bin: string) => string
  by: ChartBinning['by']
  width?: number
}

function binAxis(column: TableColumn, key: string, { first, last, bound, by, width }: Bins): Axis {
  return {
    column,
    key,
    show: (bin) => [
      { sql: bound(bin), name: `${column.name} from`, isEnd: false },
      { sql: bound(`(${bin} + 1)`), name: `${column.name} to`, isEnd: true },
    ],
    every: `range(${first}, ${last + 1})`,
    isOrdered: true,
    binning: { by, width: width ?? null, grain: null, count: last - first + 1 },
  }
}

/** Division rounds: a value just below a bound can be guessed to lie above it, and the other way round. */
function corrected(guess: string, value: string, bound: (bin: string) => string): string {
  return `CASE WHEN ${bound(guess)} > ${value} THEN ${guess} - 1 WHEN ${bound(`(${guess} + 1)`)} <= ${value} THEN ${guess} + 1 ELSE ${guess} END`
}

/** One bin with all values, also where doubles are too coarse to divide it; none without values. */
function oneBin(column: TableColumn, { min, max, count }: Reach): Axis {
  const bound = (bin: string) => `(CASE ${bin} WHEN 0 THEN ${double(min)} ELSE ${double(max)} END)`
  const axis = binAxis(column, '0', { first: 0, last: 0, bound, by: 'width' })
  return count > 0 ? axis : { ...axis, key: 'NULL::BIGINT', show: () => axis.show('0').map(asNull), every: undefined }
}

function asNull(shown: ShownKey): ShownKey {
  return { ...shown, sql: 'NULL::DOUBLE' }
}

function isSafe(value: number): boolean {
  return Number.isSafeInteger(value)
}

function isWholeType({ sql_type }: TableColumn): boolean {
  return /^U?(TINYINT|SMALLINT|INTEGER)$/.test(sql_type)
}

/** A number as SQL writes a double; plain decimals would be exact types there. */
export function double(value: number): string {
  return value.toExponential()
}
