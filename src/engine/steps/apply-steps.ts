import { resolve } from 'node:path'
import type { ColumnInfo } from '../../shared/dataset.ts'
import type { Step, StepEffect } from '../../shared/steps.ts'
import { columnKindOf } from '../column-kind-of.ts'
import { openDuckDb, type RunOptions } from '../duckdb.ts'
import { unfinishedTable } from '../ingest/unfinished-table.ts'
import { writeTable } from '../ingest/write-table.ts'
import { parquetSql } from '../sql-text.ts'
import { compileSteps, effectsOf, type StepColumn } from './compile-steps.ts'
import { computedTypes } from './computed-types.ts'

/** What steps need: the table they begin with and its columns, the file to write, and what they may use. */
export type StepsRequest = {
  baseFile: string
  baseColumns: (StepColumn & Pick<ColumnInfo, 'source_name'>)[]
  steps: Step[]
  tableFile: string
  workDir: string
  threads: number
  memoryLimitBytes: number
  signal: AbortSignal
}

/** The table that steps have made. */
export type SteppedTable = { rowCount: number; columns: ColumnInfo[]; effects: StepEffect[] }

/** Writes the table that steps make of another one. Throws `StepError`, and the signal's reason when it is aborted. */
export async function applySteps(request: StepsRequest): Promise<SteppedTable> {
  const { baseFile, baseColumns, steps, tableFile, workDir, threads, memoryLimitBytes, signal } = request
  const from = parquetSql(baseFile)
  const base = { from, rowNumber: 'file_row_number', columns: baseColumns }
  const onlyPaths = [resolve(baseFile), resolve(unfinishedTable(tableFile))]
  const duck = await openDuckDb({ threads, memoryLimitBytes, tempDir: workDir, onlyPaths })
  try {
    const compiled = compileSteps(base, steps, { computed: await computedTypes(duck, base, steps) })
    const options: RunOptions = { signal }
    const counts: number[][] = []
    for (const { sql } of compiled.counting) counts.push((await duck.query(sql(), options)).rows[0] as number[])
    const written = await writeTable(duck, compiled.select(), compiled.columns.length, tableFile, options)
    const sources = sourceNames(baseColumns, steps)
    return {
      rowCount: written.rowCount,
      columns: written.columns.map(({ name, sqlType, nullCount }) => ({
        name,
        source_name: sources.get(name) ?? name,
        sql_type: sqlType,
        kind: columnKindOf(sqlType),
        null_count: nullCount,
      })),
      effects: effectsOf(steps, compiled, counts),
    }
  } finally {
    duck.close()
  }
}

/** What the file calls the columns, by the names that the steps leave them. */
function sourceNames(columns: StepsRequest['baseColumns'], steps: Step[]): Map<string, string> {
  let named = columns.map(({ name, source_name }) => ({ name, source: source_name }))
  for (const step of steps) {
    if (step.op === 'rename')
      named = named.map((each) => (each.name === step.column ? { ...each, name: step.to } : each))
    if (step.op === 'drop_columns') {
      const gone = new Set(step.columns)
      named = named.filter(({ name }) => !gone.has(name))
    }
  }
  return new Map(named.map(({ name, source }) => [name, source]))
}
