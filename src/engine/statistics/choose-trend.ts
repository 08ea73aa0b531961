import { type TrendAggregate, type TrendGrain, trendGrains } from '../../shared/statistics.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { numericColumn, type Subset } from './read-numbers.ts'
import type { TrendQuestion } from './statistics-question.ts'

/** What a trend is drawn of, and one sentence for each thing that was chosen rather than asked for. */
export type ChosenTrend = {
  date: TableColumn
  value: TableColumn | undefined
  grain: TrendGrain
  aggregate: TrendAggregate
  because: string
}

const mostPeriods = 400
const leastFilled = 0.5

/** Completes a question for a trend: the first date, the first measure, its mean, and the finest grain that is filled. */
export async function chooseTrend(
  table: Table,
  question: TrendQuestion,
  subset: Subset,
  signal?: AbortSignal,
): Promise<ChosenTrend> {
  const because: string[] = []
  const date = question.date === undefined ? firstDate(table) : dateColumn(table, question.date)
  if (question.date === undefined) because.push(`"${date.name}" is the first column of dates.`)
  const value = measureOf(table, question, because)
  const aggregate = question.aggregate ?? (value ? 'mean' : 'count')
  if (question.aggregate === undefined && value) because.push('The mean does not depend on how many rows a period has.')
  if (!value && aggregate !== 'count')
    throw new QuestionError('value', `Name a numeric column to take the ${aggregate} of.`)
  const chosen = question.grain === 'auto' ? await chooseGrain(table, date, subset, signal) : undefined
  if (chosen) because.push(chosen.because)
  return {
    ...{ date, value, aggregate },
    grain: chosen?.grain ?? (question.grain as TrendGrain),
    because: because.join(' ') || 'As asked for.',
  }
}

function isDate({ kind, sql_type }: TableColumn): boolean {
  return kind === 'temporal' && !sql_type.startsWith('TIME ') && !/^TIME(_NS)?$/.test(sql_type)
}

function firstDate(table: Table): TableColumn {
  const found = [...table.columns.values()].find(isDate)
  if (found) return found
  throw new QuestionError('date', 'This table has no column of dates.')
}

function dateColumn(table: Table, name: string): TableColumn {
  const column = findColumn(table, name, 'date')
  if (isDate(column)) return column
  throw new QuestionError('date', `"${name}" is a column of ${column.sql_type}, and a trend needs dates.`)
}

function measureOf(table: Table, { value, aggregate }: TrendQuestion, because: string[]): TableColumn | undefined {
  if (value !== undefined) return numericColumn(table, value, 'value')
  if (aggregate === 'count') return undefined
  const measures = [...table.columns.values()].filter(({ kind, name }) => kind === 'numeric' && !isIdentifier(name))
  const [first] = measures
  because.push(first ? `"${first.name}" is the first numeric column.` : 'Without a numeric column, rows are counted.')
  return first
}

function isIdentifier(name: string): boolean {
  return /(^|[_\s-])(id|key|nr|no|number)$/i.test(name)
}

async function chooseGrain(table: Table, { sql }: TableColumn, { where }: Subset, signal: AbortSignal | undefined) {
  const counts = trendGrains.flatMap((grain) => [
    `count(DISTINCT date_trunc('${grain}', d))::DOUBLE`,
    `(date_diff('${grain}', date_trunc('${grain}', min(d)), date_trunc('${grain}', max(d))) + 1)::DOUBLE`,
  ])
  const { rows } = await table.query(
    `SELECT ${counts.join(', ')} FROM (SELECT ${sql}::TIMESTAMP AS d FROM ${table.from} WHERE ${where} AND isfinite(${sql}))`,
    signal,
  )
  const known = trendGrains.map((grain, index) => ({
    grain,
    filled: (rows[0]?.[2 * index] as number | null) ?? 0,
    periods: (rows[0]?.[2 * index + 1] as number | null) ?? 0,
  }))
  const found = known.find(({ filled, periods }) => periods <= mostPeriods && filled >= leastFilled * periods)
  const { grain, filled, periods } = found ?? (known.at(-1) as (typeof known)[number])
  const because = `By ${grain} there are ${periods} periods, of which ${filled} have rows: the finest that makes at most ${mostPeriods} and leaves at most half of them empty.`
  return { grain, because }
}
