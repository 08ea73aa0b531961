import type { Question } from '../../../shared/receipt.ts'
import type { DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { grouped } from './family.ts'
import { isNumber, type Reading } from './reading.ts'
import { attemptSql } from './reading-sql.ts'

/** A column of numbers with its smallest and largest value, as the table file states them. */
export type BoundedColumn = { column: number; name: string; reading: Reading; min: string; max: string }

/** How far from zero all other values must stay for a row of nines to be taken for a sign. */
const farther = 4
const listedRows = 5

/** Whether a number is one that stands for `no value` in many files: 999, -9999, 99999, 999.9. */
function isNines(text: string): boolean {
  return /^-?9{3,6}(\.0*|\.90*)?$/.test(text)
}

/**
 * Questions about numbers such as 999 that come up more than once, far beyond all others of their column: they may
 * stand for null. Only a column whose smallest or largest value is such a number is looked at.
 */
export async function askSentinels(
  duck: DuckDbConnection,
  source: string,
  columns: BoundedColumn[],
  options?: RunOptions,
): Promise<Question[]> {
  const suspects = columns.flatMap((column) => {
    const text = [column.min, column.max].find(isNines)
    return text !== undefined && isNumber(column.reading) ? [{ ...column, text }] : []
  })
  if (suspects.length === 0) return []
  const attempts = suspects.map(
    ({ column, reading }, index) => `${attemptSql(reading, `c${column}`)} AS v${index}, c${column} AS t${index}`,
  )
  const values = `(SELECT row_number() OVER () - 1 AS row, ${attempts.join(', ')} FROM ${source})`
  const facts = suspects.flatMap(({ text }, index) => [
    `count(*) FILTER (WHERE v${index} = ${text})`,
    `max(abs(v${index})) FILTER (WHERE v${index} <> ${text}) * ${farther} < ${text.replace('-', '')}`,
    `min(row, ${listedRows}) FILTER (WHERE v${index} = ${text})`,
    `list(DISTINCT t${index}) FILTER (WHERE v${index} = ${text})`,
  ])
  const answer = await duck.query(`SELECT ${facts.join(', ')} FROM ${values}`, options)
  return suspects.flatMap(({ column, name }, index) => {
    const [count, isFar, rows, texts] = (answer.rows[0] ?? []).slice(4 * index, 4 * index + 4)
    if (Number(count) < 2 || isFar !== true) return []
    const spelled = items(texts).map((text) => String(text).trim())
    return [aboutSentinel(column, name, Number(count), items(rows).map(Number), spelled)]
  })
}

function items(list: unknown): readonly unknown[] {
  return (list as { items: readonly unknown[] } | null)?.items ?? []
}

function aboutSentinel(index: number, column: string, count: number, rows: number[], texts: string[]): Question {
  const [text] = texts
  return {
    id: `null-${index}`,
    column,
    text: `\`${text}\` stands in ${grouped(count)} rows of \`${column}\`, far beyond all its other values. Does it stand for null?`,
    chosen: 'a number',
    chosen_options: { columns: [{ index, null_values: [] }] },
    alternatives: [
      {
        label: 'null',
        example_rows: rows,
        differing_row_count: count,
        examples: rows.map((row_number) => ({ row_number, raw: text ?? '', chosen: text ?? null, other: null })),
        options: { columns: [{ index, null_values: texts.slice(0, 100) }] },
      },
    ],
  }
}
