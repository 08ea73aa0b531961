import type { Table, TableColumn } from '../query/open-table.ts'
import type { Measure } from './asked-chart.ts'
import type { ChartFacts } from './channel-facts.ts'
import { runStatement } from './chart-statement.ts'
import type { Drawing } from './drawing.ts'
import { measuredCountSql, measureName, measureSql } from './measure.ts'

const plain = { colors: null, other: null, binned: { x: null, y: null } }

/** One figure of all rows. */
export async function drawNumber(
  table: Table,
  { measure, facts }: { measure: Measure; facts: ChartFacts },
  signal: AbortSignal | undefined,
): Promise<Drawing> {
  const column = measure.of?.column.name ?? null
  const answer = await runStatement(
    table,
    {
      columns: [
        { role: 'value', sql: measureSql(measure), name: measureName(measure), column, aggregate: measure.aggregate },
        { role: 'n', sql: measuredCountSql(measure), name: 'rows', column, aggregate: 'count' },
      ],
      after: `FROM data WHERE ${facts.where}`,
    },
    signal,
  )
  return { ...answer, ...plain, chosen: { aggregate: measure.aggregate } }
}

/** The first rows, in their order in the file. */
export async function drawRows(
  table: Table,
  { columns, most, facts }: { columns: TableColumn[]; most: number; facts: ChartFacts },
  signal: AbortSignal | undefined,
): Promise<Drawing> {
  const planned = columns.map(({ name, sql }) => ({ role: 'cell' as const, sql, name, column: name, aggregate: null }))
  const after = `FROM data WHERE ${facts.where} LIMIT ${most}`
  const answer = await runStatement(table, { columns: planned, after }, signal)
  return { ...answer, ...plain, chosen: { aggregate: 'none', max_points: most } }
}
