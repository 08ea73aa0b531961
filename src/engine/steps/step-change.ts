import type { Step } from '../../shared/steps.ts'
import { filterSql, valueSql } from '../query/filter-sql.ts'
import type { TableColumn } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { repairedSql } from './repair-encoding.ts'
import { retypedSql } from './retype-sql.ts'
import { StepError } from './step-error.ts'

/** A step that gives the cells of one column other values. */
export type ChangingStep = Extract<
  Step,
  { op: 'trim' | 'case' | 'null_where' | 'replace' | 'retype' | 'repair_encoding' }
>

/** The new value of a column as SQL, with its type. */
export type StepChange = { sql: string; sqlType: string }

const blanks = [9, 10, 11, 12, 13, 32, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]
const blankSql = [...blanks, ...Array.from({ length: 11 }, (_, index) => 0x2000 + index)]
  .map((number) => `chr(${number})`)
  .join(' || ')

/** What a step makes of the values of its column; throws `StepError` when it cannot be done to them. */
export function stepChange(step: ChangingStep, column: TableColumn, path: string): StepChange {
  const { sql, sql_type: sqlType } = column
  switch (step.op) {
    case 'trim':
      return textChange(column, path, (text) => `trim(${text}, ${blankSql})`)
    case 'case':
      return textChange(column, path, (text) => `${step.to}(${text})`)
    case 'repair_encoding':
      return textChange(column, path, repairedSql)
    case 'null_where':
      return { sql: `CASE WHEN ${isOneOf(column, step.values, `${path}.values`)} THEN NULL ELSE ${sql} END`, sqlType }
    case 'replace': {
      const to = inWordsOfSteps(`${path}.to`, () => valueSql(column, step.to, `${path}.to`))
      return { sql: `CASE WHEN ${isOneOf(column, step.from, `${path}.from`)} THEN ${to} ELSE ${sql} END`, sqlType }
    }
    case 'retype':
      if (column.kind === 'nested' || column.kind === 'unsupported') {
        throw new StepError(
          `${path}.column`,
          `"${column.name}" is ${column.kind}, and such values become no other type.`,
        )
      }
      return { sql: retypedSql(column, step.sql_type), sqlType: step.sql_type }
  }
}

function textChange(column: TableColumn, path: string, change: (text: string) => string): StepChange {
  if (column.kind !== 'text' || column.sql_type === 'UUID') {
    throw new StepError(`${path}.column`, `"${column.name}" is ${column.sql_type}, and this step changes text.`)
  }
  return { sql: change(column.sql_type === 'VARCHAR' ? column.sql : `${column.sql}::VARCHAR`), sqlType: 'VARCHAR' }
}

/** Exactly the rows that the filter `in` finds. */
function isOneOf(column: TableColumn, value: (string | number | boolean)[], path: string): string {
  const columns = new Map([[column.name, column]])
  return inWordsOfSteps(path, () => filterSql({ column: column.name, op: 'in', value }, { columns }))
}

/** What a question would call wrong, said of the field of a step. */
export function inWordsOfSteps<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof QuestionError) throw new StepError(path, error.message)
    throw error
  }
}
