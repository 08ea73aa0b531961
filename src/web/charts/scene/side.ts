import { binText } from '../../../shared/bound-text.ts'
import type { ChartColumn, ChartData } from '../../../shared/charts.ts'
import { millisecondsOf } from '../../../shared/data-time.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import type { Bin } from '../../../shared/histogram-bars.ts'
import type { Filter } from '../../../shared/rows.ts'
import { type ChartRow, columnOf, numberOf } from './chart-rows.ts'
import { momentText, periodEnd, periodText } from './period.ts'
import { binFilter, otherFilter, valueFilter } from './picked-rows.ts'
import { createScale, type Scale } from './scale.ts'
import { keyOf } from './series.ts'
import { categoryText } from './value-text.ts'

/** A part of a side that a mark stands on, from 0 to 1, and the rows it stands for. */
export type Place = { key: string; start: number; end: number; title: string; filter: Filter | undefined }

/** A category along a side. */
export type Band = { value: unknown; label: string; isOther: boolean }

/** The values along one side of a plot: on a scale, or as bands beside each other. */
export type Side = {
  column: string
  title: string
  scale: Scale | undefined
  bands: Band[] | undefined
  /** Where the last period ends, of a line that ends where it begins. */
  end?: number
  /** Undefined for what has no place on the side. */
  placeOf: (row: ChartRow) => Place | undefined
}

const roomAround = 0.06

type Bound = Bin['lower']

export type AxisRole = 'x' | 'y'

/** The side that the values of a channel make. Categories are bands, everything with an order by nature is a scale. */
export const sideOf = (data: ChartData, role: AxisRole, rows: ChartRow[], title: string): Side | undefined => {
  const column = columnOf(data, role)
  if (!column) return undefined
  const base = { column: column.column ?? column.name, title }
  if (columnOf(data, `${role}_end`)) return { ...base, ...binned(data, role, rows, column) }
  if (data.binned[role]?.by === 'grain') return { ...base, ...periods(data, role, rows, base.column) }
  const hasOrder = column.kind === 'numeric' || column.kind === 'temporal'
  if (hasOrder && ['line', 'area', 'point'].includes(data.spec.mark)) {
    return { ...base, ...points(data, role, rows, column) }
  }
  return { ...base, ...banded(data, role, rows, base.column) }
}

const placesOf = (cell: unknown, isTime: boolean): number | null => {
  if (!isTime) return numberOf(cell)
  const at = typeof cell === 'string' ? millisecondsOf(cell) : Number.NaN
  return Number.isFinite(at) ? at : null
}

const scaleKind = (data: ChartData, role: AxisRole, isTime: boolean) => {
  if (isTime) return 'time'
  return data.binned[role]?.by === 'log' || data.spec[`${role}_scale`] === 'log' ? 'log' : 'linear'
}

const extentOf = (numbers: (number | null)[]): [low: number, high: number] => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const number of numbers) {
    if (number === null) continue
    low = Math.min(low, number)
    high = Math.max(high, number)
  }
  return low > high ? [0, 1] : [low, high]
}

/** A bin without a width stands in the middle. */
const onlyBin = { start: 0.42, end: 0.58 }

const binned = (data: ChartData, role: AxisRole, rows: ChartRow[], { kind, column, name }: ChartColumn) => {
  const isTime = kind === 'temporal'
  const end = `${role}_end` as const
  const isWhole = data.binned[role]?.by === 'integer'
  const [low, high] = extentOf(rows.flatMap((row) => [placesOf(row[role], isTime), placesOf(row[end], isTime)]))
  const scale = createScale(scaleKind(data, role, isTime), low, high)
  const placeOf = (row: ChartRow): Place | undefined => {
    const [from, to] = [placesOf(row[role], isTime), placesOf(row[end], isTime)]
    if (from === null || to === null) return undefined
    const isLast = to === high
    return {
      key: keyOf([row[role], row[end]]),
      ...(low === high ? onlyBin : { start: scale.shareOf(from), end: scale.shareOf(to) }),
      title: isWhole
        ? categoryText(row[role])
        : binText({ lower: row[role] as Bound, upper: row[end] as Bound, count: 0 }, isLast),
      filter: binFilter(column ?? name, row[role], row[end], isLast),
    }
  }
  return { scale, bands: undefined, placeOf }
}

const periods = (data: ChartData, role: AxisRole, rows: ChartRow[], column: string) => {
  const grain = data.binned[role]?.grain ?? 'day'
  const begins = rows.map((row) => placesOf(row[role], true))
  const isLine = data.spec.mark === 'line' || data.spec.mark === 'area'
  const [low, last] = extentOf(begins)
  const high = isLine ? last : periodEnd(last, grain)
  const scale = createScale('time', low, high)
  const placeOf = (row: ChartRow): Place | undefined => {
    const begin = placesOf(row[role], true)
    if (begin === null) return undefined
    const text = String(row[role])
    const end = periodEnd(begin, grain)
    return {
      key: keyOf(text),
      start: scale.shareOf(begin),
      end: scale.shareOf(isLine ? begin : end),
      title: periodText(text, grain),
      filter: binFilter(column, text, momentText(end, text), false),
    }
  }
  return { scale, bands: undefined, placeOf, end: periodEnd(last, grain) }
}

const points = (data: ChartData, role: AxisRole, rows: ChartRow[], column: ChartColumn) => {
  const isTime = column.kind === 'temporal'
  const name = column.column ?? column.name
  const [least, most] = extentOf(rows.map((row) => placesOf(row[role], isTime)))
  const kind = scaleKind(data, role, isTime)
  const room = data.spec.mark === 'point' && kind === 'linear' ? (most / 2 - least / 2) * roomAround : 0
  const scale = createScale(kind, least - room, most + room)
  const placeOf = (row: ChartRow): Place | undefined => {
    const at = placesOf(row[role], isTime)
    if (at === null || (kind === 'log' && at <= 0)) return undefined
    const share = scale.shareOf(at)
    return {
      key: keyOf(row[role]),
      start: share,
      end: share,
      title: categoryText(row[role]),
      filter: valueFilter(name, row[role]),
    }
  }
  return { scale, bands: undefined, placeOf }
}

const banded = (data: ChartData, role: AxisRole, rows: ChartRow[], column: string) => {
  const places = new Map<string, number>()
  const bands: Band[] = []
  for (const row of rows) {
    if (row.isOther && role === 'y') continue
    const key = bandKey(row, role)
    if (places.has(key)) continue
    places.set(key, bands.length)
    const label = row.isOther ? otherText(data.other?.categories ?? 0) : categoryText(row[role])
    bands.push({ value: row[role], label, isOther: row.isOther === true })
  }
  const named = bands.flatMap(({ value, isOther }) => (isOther ? [] : [value]))
  const placeOf = (row: ChartRow): Place | undefined => {
    const key = bandKey(row, role)
    const at = places.get(key)
    if (at === undefined) return undefined
    return {
      key,
      ...{ start: at / bands.length, end: (at + 1) / bands.length },
      title: bands[at]?.label ?? '',
      filter: row.isOther ? otherFilter(column, named) : valueFilter(column, row[role]),
    }
  }
  return { scale: undefined, bands, placeOf }
}

const bandKey = (row: ChartRow, role: AxisRole) => (row.isOther && role === 'x' ? 'other' : keyOf(row[role]))

const otherText = (categories: number) => `other (${formatCount(categories)})`
