import type { Question, QuestionExample } from '../../../shared/receipt.ts'
import type { DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { type Remark, remarksSql } from './convert-column.ts'
import type { ColumnJudgement } from './decide-column.ts'
import { exampleValues } from './example-values.ts'
import { type QuestionRows, questionAbout } from './question.ts'
import type { Reading } from './reading.ts'

/** A column of a table that was loaded, by its number, and what was decided of it. */
export type AskedColumn = { column: number; name: string; values: number; judgement: ColumnJudgement }

const exampleRows = 5
const listedMisfits = 20
const remarksAtOnce = 100

/**
 * The questions that the columns of a source leave open. The rows that would differ are counted in one pass over it,
 * which only a file with questions costs.
 */
export async function askQuestions(
  duck: DuckDbConnection,
  source: string,
  columns: AskedColumn[],
  options?: RunOptions,
): Promise<Question[]> {
  const remarks = columns.flatMap(({ column, judgement }) => remarksOf(column, judgement))
  const rows: QuestionRows[] = []
  for (let from = 0; from < remarks.length; from += remarksAtOnce) {
    rows.push(...(await countRows(duck, source, remarks.slice(from, from + remarksAtOnce), options)))
  }
  const byColumn = Map.groupBy(rows.entries(), ([index]) => remarks[index]?.column)
  return columns.flatMap(({ column, name, values, judgement }) => {
    const own = (byColumn.get(column) ?? []).map(([, found]) => found)
    return own.length === 0 ? [] : (questionAbout(column, name, values, judgement, own) ?? [])
  })
}

function remarksOf(column: number, { reading, alternatives, nearly, nullTexts }: ColumnJudgement): Remark[] {
  const texts = nullTexts.map(({ text }) => text)
  if (alternatives.length > 0) return alternatives.map((other) => ({ column, reading, nullTexts: texts, other }))
  if (!nearly) return []
  const besides = (nearly.nullTexts ?? []).map(({ text }) => text)
  return [{ column, reading: nearly.reading, nullTexts: [...texts, ...besides] }]
}

async function countRows(
  duck: DuckDbConnection,
  source: string,
  remarks: Remark[],
  options?: RunOptions,
): Promise<QuestionRows[]> {
  const columns = remarks.map(
    (_, index) =>
      `count(m${index}), arg_min({'row': row, 'raw': left(m${index}, 200)}, row, ${listedMisfits})
        FILTER (WHERE m${index} IS NOT NULL)`,
  )
  const answer = await duck.query(`SELECT ${columns.join(', ')} FROM (${remarksSql(source, remarks)})`, options)
  const misfits = remarks.map((_, index) => {
    const found = answer.rows[0]?.[2 * index + 1] as { items: { entries: { row: bigint; raw: string } }[] } | null
    return (found?.items ?? []).map(({ entries }) => ({ row_number: Number(entries.row), raw: entries.raw }))
  })
  const examples = await readBothWays(
    duck,
    remarks,
    misfits.map((found) => found.slice(0, exampleRows)),
    options,
  )
  return remarks.map((_, index) => ({
    count: Number(answer.rows[0]?.[2 * index] ?? 0),
    rows: (examples[index] ?? []).map(({ row_number }) => row_number),
    misfits: misfits[index] ?? [],
    examples: examples[index] ?? [],
  }))
}

/** The first rows of each remark in the reading in use and in the other; of a misfit the text in use would become null. */
async function readBothWays(
  duck: DuckDbConnection,
  remarks: Remark[],
  found: { row_number: number; raw: string }[][],
  options?: RunOptions,
): Promise<QuestionExample[][]> {
  const lists = remarks.flatMap(({ reading, nullTexts, other }, index) => {
    const texts = (found[index] ?? []).map(({ raw }) => raw)
    const inUse: Reading = other ? reading : { id: 'text' }
    return [
      { texts, decision: { reading: inUse, nullTexts } },
      { texts, decision: { reading: other ?? reading, nullTexts } },
    ]
  })
  const values = await exampleValues(duck, lists, options)
  return found.map((rows, index) =>
    rows.map(({ row_number, raw }, row) => ({
      row_number,
      raw,
      chosen: values[2 * index]?.[row] ?? null,
      other: values[2 * index + 1]?.[row] ?? null,
    })),
  )
}
