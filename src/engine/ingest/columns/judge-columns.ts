import type { DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { type ClassCount, columnsAtOnce, countClasses, type TextClass } from './class-counts.ts'
import { misfitsSql } from './convert-column.ts'
import { type ColumnJudgement, decideColumn } from './decide-column.ts'

/** Judges all columns of `source` by all their texts. */
export async function judgeColumns(
  duck: DuckDbConnection,
  source: string,
  width: number,
  options?: RunOptions,
): Promise<ColumnJudgement[]> {
  const columns = Array.from({ length: width }, (_, index) => index)
  const judged = await judgeAnew(duck, source, columns, options)
  return columns.map((column) => judged.get(column) as ColumnJudgement)
}

/**
 * Judges the columns of a whole source, given what a sample of it suggests: only the texts that do not fit are looked
 * at, and only columns that they would widen are judged anew. What is text in a sample is text in the whole.
 */
export async function judgeWholeColumns(
  duck: DuckDbConnection,
  source: string,
  suggested: ColumnJudgement[],
  options?: RunOptions,
): Promise<ColumnJudgement[]> {
  const misfits = await countMisfits(duck, source, suggested, options)
  const judged = suggested.map((judgement, column) => withMisfits(judgement, misfits.get(column) ?? []))
  const open = judged.flatMap((judgement, column) => (judgement === undefined ? [column] : []))
  const anew = await judgeAnew(duck, source, open, options)
  return judged.map((judgement, column) => judgement ?? (anew.get(column) as ColumnJudgement))
}

async function countMisfits(
  duck: DuckDbConnection,
  source: string,
  suggested: ColumnJudgement[],
  options?: RunOptions,
): Promise<Map<number, ClassCount[]>> {
  const misfits = new Map<number, ClassCount[]>()
  for (let first = 0; first < suggested.length; first += columnsAtOnce) {
    const slice = suggested.slice(first, first + columnsAtOnce)
    const typed = slice.flatMap(({ reading }, index) => (reading.id === 'text' ? [] : [first + index]))
    const decisions = slice.map(({ reading }) => ({ reading, nullTexts: [] }))
    const found = await countByColumn(duck, misfitsSql(source, decisions, first), typed, options)
    for (const [column, counts] of found) misfits.set(column, counts)
  }
  return misfits
}

async function judgeAnew(duck: DuckDbConnection, source: string, columns: number[], options?: RunOptions) {
  const counts = await countByColumn(duck, source, columns, options)
  return new Map(columns.map((column) => [column, decideColumn(counts.get(column) ?? [])]))
}

async function countByColumn(duck: DuckDbConnection, source: string, columns: number[], options?: RunOptions) {
  if (columns.length === 0) return new Map<number, ClassCount[]>()
  return Map.groupBy(await countClasses(duck, source, columns, options), ({ column }) => column)
}

/** What misfits make of a suggestion; undefined when only a look at all texts of the column can tell. */
function withMisfits(suggested: ColumnJudgement, misfits: ClassCount[]): ColumnJudgement | undefined {
  const { reading, alternatives, nearly } = suggested
  if (alternatives.length > 0 || nearly) return undefined
  if (reading.id === 'text') return suggested
  const nulls = misfits.filter((found) => found.class === 'null_text')
  const others = misfits.filter((found) => found.class !== 'null_text' && found.class !== 'blank')
  if (others.length === 0) {
    return { ...suggested, nullTexts: nulls.map(({ form, count }) => ({ text: form, count })) }
  }
  if (reading.id === 'empty' || others.every((found) => mayWiden(reading.id, found.class))) return undefined
  const example = others.find((found) => !mayWiden(reading.id, found.class))?.example ?? ''
  return {
    reading: { id: 'text' },
    nullTexts: [],
    because: () => `The values have no type in common, for example “${example.slice(0, 60)}”.`,
    alternatives: [],
    nearly: { reading, misfits: others.reduce((sum, { count }) => sum + count, 0) },
  }
}

const numbers: TextClass[] = ['integer', 'wide_integer', 'point', 'comma', 'scientific', 'word']
const dates: TextClass[] = ['date', 'timestamp', 'timestamp_ns', 'day_first', 'month_first', 'day_or_month_first']

/** Whether a text of this class might fit a wider type that also holds what fits the reading. */
function mayWiden(reading: ColumnJudgement['reading']['id'], found: TextClass): boolean {
  if (['integer', 'wide_integer', 'decimal', 'double'].includes(reading)) return numbers.includes(found)
  if (['date', 'timestamp', 'timestamp_ns'].includes(reading)) return dates.includes(found)
  return false
}
