import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { DuckDb, DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { columnsOf, type TextSource, textSourceSql } from '../csv/text-source.ts'
import { type ClassCount, countClasses, type TextClass } from './class-counts.ts'
import { type ColumnRules, givenNullsOf, type Habits, habitsOf, optionsOf, rulesOf } from './column-rules.ts'
import { misfitsSql } from './convert-column.ts'
import { type ColumnJudgement, decideColumn } from './decide-column.ts'
import { grouped } from './family.ts'
import { forcedJudgement } from './forced-reading.ts'
import { overSlices } from './over-slices.ts'
import { numberClasses } from './read-numbers.ts'
import { isNumber, type Reading } from './reading.ts'

/**
 * What is known of the columns besides their texts: their names, what stands between the values of the file, what a
 * person has said of it, and what its source knows of a column.
 */
export type JudgeContext = {
  names: string[]
  delimiter?: string | undefined
  reading: ReadingOptions
  refine: (judgement: ColumnJudgement, column: number) => ColumnJudgement
}

/** Judges all columns of `source` by all their texts. */
export async function judgeColumns(
  duck: DuckDb,
  source: TextSource,
  context: JudgeContext,
  options?: RunOptions,
): Promise<ColumnJudgement[]> {
  const open = context.names.map(() => undefined)
  return judgeAnew(duck, [source], context, open, options)
}

/**
 * Judges the columns of the slices of a whole table, given what a sample of it suggests: only the texts that do not fit
 * are looked at, and only columns that they would widen are judged anew. What is text in a sample is text in the whole;
 * columns of no slice stay as suggested.
 */
export async function judgeWholeColumns(
  duck: DuckDb,
  slices: TextSource[],
  suggested: ColumnJudgement[],
  context: JudgeContext,
  options?: RunOptions,
): Promise<ColumnJudgement[]> {
  const misfits = await countMisfits(duck, slices, suggested, context, options)
  const judged: (ColumnJudgement | undefined)[] = [...suggested]
  for (const column of slices.flatMap(columnsOf)) {
    judged[column] = isSaid(column, context.reading)
      ? undefined
      : withMisfits(suggested[column] as ColumnJudgement, misfits.get(column) ?? [])
  }
  return judgeAnew(duck, slices, context, judged, options)
}

/** Whether a person has said something of the column that only a look at all its texts can carry out. */
export function isSaid(column: number, reading: ReadingOptions): boolean {
  const own = optionsOf(column, reading)
  return reading.null_values !== undefined || own?.null_values !== undefined || forcesType(own)
}

function forcesType(own: ReturnType<typeof optionsOf>): boolean {
  return own !== undefined && (own.format !== undefined || (own.sql_type !== undefined && own.sql_type !== 'VARCHAR'))
}

async function countMisfits(
  duck: DuckDb,
  slices: TextSource[],
  suggested: ColumnJudgement[],
  context: JudgeContext,
  options?: RunOptions,
): Promise<Map<number, ClassCount[]>> {
  const found = await overSlices(duck, slices, options?.signal, async (slice, connection, signal) => {
    const columns = columnsOf(slice)
    const readings = columns.map((column) => (suggested[column] as ColumnJudgement).reading)
    const typed = columns.filter((column, index) => readings[index]?.id !== 'text' && !isSaid(column, context.reading))
    const decisions = readings.map((reading) => ({ reading, nullTexts: [] }))
    if (typed.length === 0) return []
    const misfits = misfitsSql(textSourceSql(slice), decisions, columns[0])
    return countTexts(connection, misfits, typed, context, { ...options, signal })
  })
  return Map.groupBy(found.flat(), ({ column }) => column)
}

/**
 * Judges the columns that are not judged yet. What one of them can be in one way only tells how the doubtful ones are
 * likely to be meant.
 */
async function judgeAnew(
  duck: DuckDb,
  slices: TextSource[],
  context: JudgeContext,
  judged: (ColumnJudgement | undefined)[],
  options?: RunOptions,
): Promise<ColumnJudgement[]> {
  const found = await overSlices(duck, slices, options?.signal, (slice, connection, signal) => {
    const open = columnsOf(slice).filter((column) => judged[column] === undefined)
    return countTexts(connection, textSourceSql(slice), open, context, { ...options, signal })
  })
  const counts = Map.groupBy(found.flat(), ({ column }) => column)
  const decide = (column: number, habits: Habits) => decideOne(column, counts.get(column) ?? [], context, habits)
  const first = judged.map((judgement, column) => judgement ?? decide(column, {}))
  return first.map((judgement, column) => {
    if (judged[column] || !(judgement.alternatives.length > 0 || judgement.isDecided)) return judgement
    return decide(column, habitsOf(first, context.names, column))
  })
}

function decideOne(column: number, counts: ClassCount[], context: JudgeContext, habits: Habits): ColumnJudgement {
  const { reading, delimiter, refine } = context
  const rules = rulesOf(column, reading, delimiter, habits)
  const own = optionsOf(column, reading)
  const forced = own && forcedJudgement(counts, own, rules)
  return forced ?? withGivenNulls(refine(decideColumn(counts, rules), column), counts, rules)
}

/** Texts that a person says are null are so, whatever the source makes of the column. */
function withGivenNulls(judgement: ColumnJudgement, counts: ClassCount[], rules: ColumnRules): ColumnJudgement {
  const known = judgement.nullTexts.map(({ text }) => text)
  const given = counts.filter(
    ({ class: found, form }) => found === 'null_text' && rules.isGivenNull(form) && !known.includes(form),
  )
  if (given.length === 0) return judgement
  return {
    ...judgement,
    nullTexts: [...judgement.nullTexts, ...given.map(({ form, count }) => ({ text: form, count }))],
  }
}

async function countTexts(
  duck: DuckDbConnection,
  source: string,
  columns: number[],
  { reading }: JudgeContext,
  options?: RunOptions,
): Promise<ClassCount[]> {
  return columns.length === 0 ? [] : countClasses(duck, source, columns, givenNullsOf(reading), options)
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
  if (reading.id === 'empty' || others.every((found) => mayWiden(reading, found.class))) return undefined
  const example = others.find((found) => !mayWiden(reading, found.class))?.example ?? ''
  const count = others.reduce((sum, found) => sum + found.count, 0)
  return {
    reading: { id: 'text' },
    nullTexts: [],
    because: (n) =>
      `${grouped(n - count)} of ${grouped(n)} values would be ${sqlNames[reading.id] ?? 'of a type'}, but not “${example.slice(0, 60)}”.`,
    alternatives: [],
    nearly: { reading, misfits: count, nullTexts: nulls.map((found) => ({ text: found.form, count: found.count })) },
  }
}

const sqlNames: Partial<Record<Reading['id'], string>> = {
  boolean: 'true or false',
  integer: 'whole numbers',
  wide_integer: 'whole numbers',
  decimal: 'numbers',
  double: 'numbers',
  date: 'dates',
  timestamp: 'timestamps',
  time: 'times of day',
}

const dates: TextClass[] = ['date', 'timestamp', 'timestamp_ns', 'ordered_date', 'named_date', 'timestamp_zone', 'word']

/** Whether a text of this class might fit a wider type that also holds what fits the reading. */
function mayWiden(reading: Reading, found: TextClass): boolean {
  if (isNumber(reading)) return numberClasses.includes(found)
  if (['date', 'timestamp', 'timestamp_ns', 'timestamp_zone'].includes(reading.id)) return dates.includes(found)
  return reading.id === 'boolean' ? found === 'flag' || found === 'word' : found === 'word'
}
