import type { Step, StepEffect } from '../../shared/steps.ts'
import { columnKindOf, jsonTypeOf } from '../column-kind-of.ts'
import { columnNames } from '../ingest/column-names.ts'
import { filterSql } from '../query/filter-sql.ts'
import { findColumn } from '../query/find-column.ts'
import type { TableColumn } from '../query/open-table.ts'
import { quoteName } from '../sql-text.ts'
import { expressionSql } from './check-expression.ts'
import type { ComputedTypes } from './computed-types.ts'
import { inWordsOfSteps, stepChange } from './step-change.ts'
import { StepError } from './step-error.ts'

/** A column as steps know it. */
export type StepColumn = { name: string; sql_type: string }

/** The table that steps begin with: as SQL writes it after FROM, with the number of a row. */
export type StepsBase = { from: string; rowNumber: string; columns: StepColumn[] }

/**
 * Steps as SQL, written when it is asked for: what only tests whether steps fit writes none. `select` gives the columns of
 * the result in the order of the rows. Each of `counting` gives one row: how many rows there are at that point, then how
 * many cells each of its `changes`, the numbers of steps, has changed; rows go by the step `removes` between it and the
 * next. `examples` give the number of a row, a value before the steps from `since` on, and the value after all.
 */
export type CompiledSteps = {
  columns: StepColumn[]
  select: () => string
  counting: { changes: number[]; removes: number | undefined; sql: () => string }[]
  examples: { column: StepColumn; before: StepColumn; sql: () => string }[]
}

type Column = TableColumn & { before?: { sql: string; sql_type: string } }
type Stage = { values: string[]; rest: string }

/**
 * Compiles steps over a table. Throws `StepError` for a step that does not fit the columns that the steps before it leave.
 * Expressions are taken as they are: `computed` are the types that checking them gave.
 */
export function compileSteps(
  base: StepsBase,
  steps: Step[],
  { since = 0, computed = new Map() }: { since?: number; computed?: ComputedTypes } = {},
): CompiledSteps {
  const freeName = namesBeside(base, steps)
  const row = freeName('row')
  const first = base.columns.map(({ name }) => quoteName(name))
  const stages: Stage[] = [{ values: [`${base.rowNumber} AS ${row}`, ...first], rest: ` FROM ${base.from}` }]
  const counting: CompiledSteps['counting'] = []
  let columns: Column[] = base.columns.map(({ name, sql_type }) => columnOf(name, sql_type))
  let befores: string[] = []
  let flags: { step: number; sql: string }[] = []
  let isDistinct = false

  const from = () => `stage_${stages.length - 1}`
  const whole = (select: string) => {
    const length = stages.length
    return () => `WITH ${stages.slice(0, length).map(stageSql).join(', ')} ${select}`
  }
  /** The next stage: all columns, some with another value, and what stands beside them. */
  const stage = (values: string[], beside: string[] = [], rest = '') => {
    const all = [row, ...flags.map(({ sql }) => sql), ...befores, ...beside, ...values]
    stages.push({ values: all, rest: ` FROM ${from()}${rest}` })
  }
  const names = () => columns.map(({ sql }) => sql)
  const count = (removes?: number) => {
    const sums = flags.map(({ sql }) => `coalesce(sum(${sql}), 0)::DOUBLE`)
    const sql = whole(`SELECT ${['count(*)::DOUBLE', ...sums].join(', ')} FROM ${from()}`)
    counting.push({ changes: flags.map(({ step }) => step), removes, sql })
    flags = []
  }

  for (const [index, step] of steps.entries()) {
    const path = `steps.${index}`
    const known = new Map(columns.map((column) => [column.name, column]))
    const find = (name: string, field: string) =>
      inWordsOfSteps(field, () => findColumn({ columns: known }, name, field) as Column)
    switch (step.op) {
      case 'drop_columns': {
        const gone = new Set<Column>()
        for (const [at, name] of step.columns.entries()) {
          const column = find(name, `${path}.columns.${at}`)
          if (gone.has(column)) throw new StepError(`${path}.columns.${at}`, `"${name}" is named twice.`)
          gone.add(column)
        }
        columns = columns.filter((column) => !gone.has(column))
        if (columns.length === 0) throw new StepError(`${path}.columns`, 'A table keeps at least one column.')
        isDistinct = false
        break
      }
      case 'rename': {
        const column = find(step.column, `${path}.column`)
        requireFree(
          step.to,
          columns.filter((each) => each !== column),
          `${path}.to`,
        )
        const renamed = { ...column, ...columnOf(step.to, column.sql_type) }
        stage(columns.map((each) => (each === column ? `${each.sql} AS ${renamed.sql}` : each.sql)))
        columns = columns.map((each) => (each === column ? renamed : each))
        break
      }
      case 'filter': {
        const condition = inWordsOfSteps(`${path}.filter`, () => filterSql(step.filter, { columns: known }))
        count(index)
        stage(names(), [], ` WHERE ${condition}`)
        break
      }
      case 'drop_duplicates':
        // Rows that differ already go on differing until a value or a column goes.
        if (isDistinct) break
        count(index)
        stage(names(), [], ` QUALIFY row_number() OVER (PARTITION BY ${names().join(', ')} ORDER BY ${row}) = 1`)
        isDistinct = true
        break
      case 'compute': {
        requireFree(step.name, columns, `${path}.name`)
        const added = columnOf(step.name, computed.get(index) ?? 'VARCHAR')
        const flag = freeName(`changed_${index}`)
        const before = index >= since ? freeName(`before_${index}`) : undefined
        const value = expressionSql(step.expression)
        // Computed twice it would be neither faster nor, were it ever to differ, the same.
        stage([...names(), `${value} AS ${added.sql}`], before ? [`NULL AS ${before}`] : [])
        columns = [...columns, { ...added, ...(before && { before: { sql: before, sql_type: added.sql_type } }) }]
        befores = before ? [...befores, before] : befores
        stage(names(), [`(${added.sql} IS NOT NULL)::TINYINT AS ${flag}`])
        flags = [...flags, { step: index, sql: flag }]
        break
      }
      default: {
        const column = find(step.column, `${path}.column`)
        const { sql, sqlType } = stepChange(step, column, path)
        const flag = freeName(`changed_${index}`)
        // Where the type is another the value is no change unless it is lost.
        const isChange =
          step.op === 'retype'
            ? `${column.sql} IS NOT NULL AND (${sql}) IS NULL`
            : `(${sql}) IS DISTINCT FROM ${column.sql}`
        const before = index >= since && !column.before ? freeName(`before_${index}`) : undefined
        const beside = [`(${isChange})::TINYINT AS ${flag}`, ...(before ? [`${column.sql} AS ${before}`] : [])]
        stage(
          columns.map((each) => (each === column ? `${sql} AS ${each.sql}` : each.sql)),
          beside,
        )
        flags = [...flags, { step: index, sql: flag }]
        befores = before ? [...befores, before] : befores
        const changed: Column = {
          ...columnOf(column.name, sqlType),
          ...(before
            ? { before: { sql: before, sql_type: column.sql_type } }
            : column.before && { before: column.before }),
        }
        columns = columns.map((each) => (each === column ? changed : each))
        isDistinct = false
      }
    }
  }
  count()
  // Telling equal rows apart scatters them; everything else leaves them as they stand.
  const order = steps.some(({ op }) => op === 'drop_duplicates') ? ` ORDER BY ${row}` : ''
  return {
    columns: columns.map(({ name, sql_type }) => ({ name, sql_type })),
    select: whole(`SELECT ${names().join(', ')} FROM ${from()}${order}`),
    counting,
    examples: columns.flatMap(({ name, sql, sql_type, before }) =>
      before
        ? {
            column: { name, sql_type },
            before: { name, sql_type: before.sql_type },
            sql: whole(
              `SELECT ${row}::DOUBLE, ${before.sql}, ${sql} FROM ${from()} WHERE ${sql}::VARCHAR IS DISTINCT FROM ${before.sql}::VARCHAR ORDER BY 1 LIMIT 5`,
            ),
          }
        : [],
    ),
  }
}

/** What each step did, from the answers to `counting` in their order. */
export function effectsOf(steps: Step[], { counting }: CompiledSteps, answers: number[][]): StepEffect[] {
  const [changed, removed] = [new Map<number, number>(), new Map<number, number>()]
  for (const [at, { changes, removes }] of counting.entries()) {
    for (const [place, step] of changes.entries()) changed.set(step, answers[at]?.[place + 1] ?? 0)
    if (removes !== undefined) removed.set(removes, (answers[at]?.[0] ?? 0) - (answers[at + 1]?.[0] ?? 0))
  }
  return steps.map((_, index) => ({ changed_cells: changed.get(index) ?? 0, removed_rows: removed.get(index) ?? 0 }))
}

function requireFree(name: string, columns: Column[], path: string): void {
  const lower = name.toLowerCase()
  const other = columns.find((each) => each.name.toLowerCase() === lower)
  if (other) throw new StepError(path, `There is a column "${other.name}" already.`)
  if (columnNames([name])[0] !== name) throw new StepError(path, `No column can be called "${name}".`)
}

const stageSql = ({ values, rest }: Stage, index: number) =>
  `stage_${index} AS NOT MATERIALIZED (SELECT ${values.join(', ')}${rest})`

function columnOf(name: string, sqlType: string): Column {
  return {
    name,
    sql_type: sqlType,
    kind: columnKindOf(sqlType),
    json: jsonTypeOf(sqlType, true),
    sql: quoteName(name),
  }
}

/** Names for what stands beside the columns, that none of them has or gets. */
function namesBeside({ columns }: StepsBase, steps: Step[]): (name: string) => string {
  const renamed = steps.flatMap((step) => (step.op === 'rename' ? step.to : step.op === 'compute' ? step.name : []))
  const taken = new Set([...columns.map(({ name }) => name), ...renamed].map((name) => name.toLowerCase()))
  const free = (name: string): string => {
    if (taken.has(name)) return free(`${name}_`)
    taken.add(name)
    return quoteName(name)
  }
  return free
}
