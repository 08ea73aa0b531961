import { binText } from '../../../shared/bound-text.ts'
import { columnShape } from '../../../shared/column-shape.ts'
import type { Bin, ColumnProfile } from '../../../shared/profile.ts'
import type { Filter } from '../../../shared/rows.ts'
import { type ColumnSummary, countedColumn } from '../../../shared/summaries.ts'
import { filterOf, partsOf, replacePart } from './filter-parts.ts'

/** Something in the chart of a column that can be chosen: a bar, a value, or the rows without one. `count` is of all rows. */
export type Mark = { text: string; count: number } & (
  | { form: 'bin'; bin: Bin; isLast: boolean; isWhole: boolean }
  | { form: 'value'; value: string | number | boolean }
  | { form: 'null' }
)

/** The marks of a column's chart in their order, `null` last; none where there are only words to show. */
export const marksOf = (profile: ColumnProfile, mostValues: number): Mark[] => {
  const { form } = columnShape(profile)
  const { histogram, histogram_rule: rule, null_count: nulls } = profile
  const bins = histogram.map((bin, index): Mark => {
    const isLast = index === histogram.length - 1
    const isWhole = rule === 'each_integer' && typeof bin.lower === 'number'
    const text = isWhole ? String(bin.lower) : binText(bin, isLast)
    return { form: 'bin', bin, isLast, isWhole, text, count: bin.count }
  })
  const values = countedColumn(profile)
    .top_values.slice(0, mostValues)
    .map(({ value, count }): Mark => ({ form: 'value', value, count, text: value === '' ? '""' : String(value) }))
  const nullMark: Mark[] = nulls > 0 ? [{ form: 'null', text: 'null', count: nulls }] : []
  return [...(form === 'histogram' ? bins : form === 'shares' ? values : []), ...nullMark]
}

/** How many of the rows that a filter leaves each mark has; undefined where they have not been counted. */
export const countsOfMarks = (marks: Mark[], summary: ColumnSummary | undefined): (number | undefined)[] =>
  marks.map((mark, index) => {
    if (mark.form === 'null') return summary?.null_count
    if (mark.form === 'bin') return summary?.histogram[index]?.count
    return summary?.top_values.find(({ value }) => value === mark.value)?.count
  })

/** The filter that leaves the rows of some marks of a column; undefined for none. */
export const filterOfMarks = (column: string, marks: Mark[], chosen: number[]): Filter | undefined => {
  const values = chosen.flatMap((index) => {
    const mark = marks[index]
    return mark?.form === 'value' ? [mark.value] : []
  })
  const [only] = values
  const parts: Filter[] = [
    ...runsOf(marks, chosen).map((run) => filterOfRun(column, run)),
    ...(values.length > 1 ? [{ column, op: 'in' as const, value: values }] : []),
    ...(values.length === 1 && only !== undefined ? [{ column, op: 'eq' as const, value: only }] : []),
    ...(chosen.some((index) => marks[index]?.form === 'null') ? [{ column, op: 'is_null' as const }] : []),
  ]
  return parts.length > 1 ? { or: parts } : parts[0]
}

type BinMark = Extract<Mark, { form: 'bin' }>

/** Bars that stand side by side, as their first and last. */
const runsOf = (marks: Mark[], chosen: number[]): [BinMark, BinMark][] => {
  const runs: [BinMark, BinMark][] = []
  for (const [index, mark] of marks.entries()) {
    if (mark.form !== 'bin' || !chosen.includes(index)) continue
    const run = runs.at(-1)
    if (run && marks[index - 1] === run[1]) run[1] = mark
    else runs.push([mark, mark])
  }
  return runs
}

const filterOfRun = (column: string, [{ bin: first, isWhole }, { bin: last, isLast }]: [BinMark, BinMark]): Filter => {
  if (isWhole && first === last) return { column, op: 'eq', value: first.lower }
  if (isWhole) return { column, op: 'between', value: [first.lower, last.lower] }
  if (isLast) return { column, op: 'between', value: [first.lower, last.upper] }
  return {
    and: [
      { column, op: 'gte', value: first.lower },
      { column, op: 'lt', value: last.upper },
    ],
  }
}

/** The marks that a part of a filter chooses; undefined where it says something else than a chart can. */
export const chosenMarks = (part: Filter, column: string, marks: Mark[]): number[] | undefined => {
  if ('or' in part) {
    const chosen = part.or.map((one) => chosenMarks(one, column, marks))
    return chosen.length > 0 && chosen.every((one) => one !== undefined) ? chosen.flat() : undefined
  }
  const candidates = 'column' in part && part.op === 'in' ? valuesIn(part.value, marks) : rangeOf(part, marks)
  if (!candidates || candidates.length === 0) return undefined
  return isSame(filterOfMarks(column, marks, candidates), part) ? candidates : undefined
}

const valuesIn = (values: unknown, marks: Mark[]): number[] =>
  [values].flat().map((value) => marks.findIndex((mark) => mark.form === 'value' && mark.value === value))

const rangeOf = (part: Filter, marks: Mark[]): number[] | undefined => {
  if ('and' in part) {
    const [from, to] = part.and
    return from && to && 'column' in from && 'column' in to ? between(marks, from.value, to.value) : undefined
  }
  if (!('column' in part)) return undefined
  if (part.op === 'is_null') return [marks.findIndex(({ form }) => form === 'null')]
  if (Array.isArray(part.value)) return between(marks, part.value[0], part.value[1])
  return [
    marks.findIndex(
      (mark) => (mark.form === 'value' ? mark.value : mark.form === 'bin' && mark.bin.lower) === part.value,
    ),
  ]
}

const between = (marks: Mark[], low: unknown, high: unknown): number[] => {
  const first = marks.findIndex((mark) => mark.form === 'bin' && mark.bin.lower === low)
  const last = marks.findIndex(
    (mark) => mark.form === 'bin' && (mark.isWhole ? mark.bin.lower : mark.bin.upper) === high,
  )
  return first < 0 ? [] : Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The marks of a column that a filter chooses as one of its parts; none where it does not. */
export const marksInFilter = (filter: Filter | undefined, column: string, marks: Mark[]): number[] => {
  for (const part of partsOf(filter)) {
    const chosen = chosenMarks(part, column, marks)
    if (chosen) return chosen
  }
  return []
}

/**
 * The filter after marks were pressed: they alone are chosen, or nothing where they alone were; with `add` they join what
 * is chosen, and a single one that was chosen leaves it. What the filter says besides stays.
 */
export const pressMarks = (
  filter: Filter | undefined,
  column: string,
  marks: Mark[],
  pressed: number[],
  add: boolean,
): Filter | undefined => {
  const parts = partsOf(filter)
  const place = parts.findIndex((part) => chosenMarks(part, column, marks) !== undefined)
  const before = marksInFilter(filter, column, marks)
  const isOff =
    pressed.every((mark) => before.includes(mark)) && (add ? pressed.length === 1 : before.length === pressed.length)
  const kept = add ? before.filter((mark) => !pressed.includes(mark)) : []
  const part = filterOfMarks(column, marks, isOff ? kept : [...kept, ...pressed])
  if (place >= 0) return filterOf(replacePart(parts, place, part))
  return filterOf(part ? [...parts, part] : parts)
}
