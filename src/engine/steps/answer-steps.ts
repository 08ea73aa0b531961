import type { Step, StepsPreview } from '../../shared/steps.ts'
import { columnKindOf, jsonTypeOf } from '../column-kind-of.ts'
import { toJsonValue } from '../json-value.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { compileSteps, effectsOf, type StepColumn } from './compile-steps.ts'
import { computedTypes } from './computed-types.ts'
import { StepError } from './step-error.ts'

/** What would steps make of a table? Its first `limit` rows, the effect of each step, and cells that those from `since` on change. */
export type StepsQuestion = { about: 'steps'; tableFile: string; steps: Step[]; since: number; limit: number }

/** Do the expressions of steps fit a table, and of which types are their values? */
export type ComputedQuestion = { about: 'computed'; tableFile: string; steps: Step[] }

const mostExamples = 20

/** Answers with the type of each computed column beside the number of its step. Throws `QuestionError`. */
export function answerComputed(table: Table, { steps }: ComputedQuestion): Promise<[number, string][]> {
  return inWordsOfQuestions(async () => [...(await computedTypes(table, baseOf(table), steps))])
}

/** Answers what steps would make of a table. Throws `QuestionError` for a step that does not fit. */
export async function answerSteps(
  table: Table,
  { steps, since, limit }: StepsQuestion,
  signal?: AbortSignal,
): Promise<StepsPreview> {
  const base = baseOf(table)
  const compiled = await inWordsOfQuestions(async () =>
    compileSteps(base, steps, { since, computed: await computedTypes(table, base, steps) }),
  )
  const counts: number[][] = []
  for (const { sql } of compiled.counting) counts.push((await table.query(sql(), signal)).rows[0] as number[])
  const effects = effectsOf(steps, compiled, counts)
  const { rows } = await table.query(`${compiled.select()} LIMIT ${limit}`, signal)
  const examples: StepsPreview['examples'] = []
  for (const { column, before, sql } of compiled.examples) {
    if (examples.length >= mostExamples) break
    for (const [number, was, is] of (await table.query(sql(), signal)).rows) {
      examples.push({
        row_number: Number(number),
        column: column.name,
        before: cellOf(was, before),
        after: cellOf(is, column),
      })
    }
  }
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  return {
    columns: compiled.columns.map(({ name, sql_type }) => ({
      ...{ name, sql_type, kind: columnKindOf(sql_type) },
      json: jsonOf(table, name, sql_type),
    })),
    rows: rows.map((row) =>
      row.map((value, index) => {
        const { name = '', sql_type = '' } = compiled.columns[index] ?? {}
        return toJsonValue(value, sql_type, jsonOf(table, name, sql_type))
      }),
    ),
    row_count: counts.at(-1)?.[0] ?? 0,
    changed_cells: sum(effects.map(({ changed_cells }) => changed_cells)),
    removed_rows: sum(effects.map(({ removed_rows }) => removed_rows)),
    per_step: effects,
    examples: examples.slice(0, mostExamples),
  }
}

const baseOf = ({ from, rowNumber, columns }: Table) => ({ from, rowNumber, columns: [...columns.values()] })

/** A 64-bit column is exact text where the table holds it as such, and where it has a new name. */
const jsonOf = (table: Table, name: string, sqlType: string) =>
  jsonTypeOf(sqlType, table.columns.get(name)?.json !== 'number')

const cellOf = (value: unknown, { sql_type }: StepColumn) => toJsonValue(value, sql_type, jsonTypeOf(sql_type, true))

async function inWordsOfQuestions<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StepError) throw new QuestionError(error.path, error.message, error.place)
    throw error
  }
}
