import { join } from 'node:path'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Question } from '../../shared/receipt.ts'
import { columnKindOf, jsonTypeOf } from '../column-kind-of.ts'
import type { DuckDb } from '../duckdb.ts'
import { toJsonValue } from '../json-value.ts'
import { columnNames } from './column-names.ts'
import { type AskedColumn, askQuestions } from './columns/ask-questions.ts'
import { askSentinels, type BoundedColumn } from './columns/ask-sentinels.ts'
import { checkColumnOptions } from './columns/check-column-options.ts'
import { columnsAtOnce } from './columns/class-counts.ts'
import { reasonsOf, type ValueReason } from './columns/column-reason.ts'
import { optionsOf } from './columns/column-rules.ts'
import { convertedSql } from './columns/convert-column.ts'
import { type ConvertedTexts, convertTexts, decisionOf } from './columns/convert-texts.ts'
import type { ColumnJudgement } from './columns/decide-column.ts'
import { judgeColumns } from './columns/judge-columns.ts'
import { overSlices } from './columns/over-slices.ts'
import { type RejectedCells, rejectCells } from './columns/reject-cells.ts'
import { withoutOptimizer } from './columns/without-optimizer.ts'
import { cutColumns } from './csv/cut-columns.ts'
import { sampleTexts } from './csv/sample-texts.ts'
import { columnsOf, type TextSource, textSourceSql } from './csv/text-source.ts'
import type { Preview } from './ingest-file.ts'
import { type WriteOptions, type WrittenTable, writeBeside } from './write-table.ts'

/** Records to load: where they are, what their columns are called, and where the table and temporary files go. */
export type TextLoad = {
  source: TextSource
  names: string[]
  tableFile: string
  workDir: string
  options: WriteOptions
  onExpectedRows(rows: number): void
  onPreview?: ((preview: Preview) => void) | undefined
  /** What stands between the values of the file, where that says something about its numbers. */
  delimiter?: string | undefined
  /** What a person has decided about the file. */
  reading?: ReadingOptions | undefined
  /** Types are those of a sample, and no value is checked: for measuring what that would spare. */
  areTypesBelieved?: boolean | undefined
  /** What the source knows of a column beyond its texts. */
  refine?: ((judgement: ColumnJudgement, column: number) => ColumnJudgement) | undefined
}

/**
 * A table loaded from texts and, column by column, why it has its type; what its columns leave open, and the cells that
 * do not fit a type that a person has chosen.
 */
export type LoadedTexts = {
  table: WrittenTable
  judgements: ColumnJudgement[]
  reasons: ValueReason[]
  questions: Question[]
  rejectedCells: RejectedCells
}

const previewRows = 100
const previewColumns = 500

/**
 * Loads records of texts as a table whose types hold every value of the whole file. The types a sample suggests are
 * tried at once: each value is checked while it is converted, and a single misfit makes the whole file be judged
 * before it is converted again.
 */
export async function loadTexts(duck: DuckDb, given: TextLoad): Promise<LoadedTexts> {
  const reading = given.reading ?? {}
  await checkColumnOptions(duck, given.names.length, reading)
  const load = {
    ...given,
    names: columnNames(given.names.map((name, index) => optionsOf(index, reading)?.name ?? name)),
  }
  const sample = await sampleTexts(load.source, join(load.workDir, 'sample.csv'))
  load.onExpectedRows(sample.rowCount)
  const { signal } = load.options
  const { names, delimiter, refine = (judgement) => judgement } = load
  const context = { names, delimiter, reading, refine }
  const suggested = await withoutOptimizer(duck, () => judgeColumns(duck, sample.source, context, { signal }))
  if (load.onPreview) load.onPreview(await previewTexts(duck, textSourceSql(sample.source), names, suggested))
  const slices = names.length > columnsAtOnce ? await cutColumns(load.source, load.workDir, signal) : [load.source]
  const { converted, judgements } = await convertTexts(
    duck,
    { ...load, slices, isWhole: sample.isWhole },
    suggested,
    context,
  )
  const [only] = converted
  const table =
    only && converted.length === 1 ? only.table : await writeBeside(duck, converted, load.tableFile, load.options)
  return loadedTexts(duck, load, converted, table, judgements)
}

async function loadedTexts(
  duck: DuckDb,
  { source, names, workDir, reading = {}, options: { signal } }: TextLoad,
  converted: ConvertedTexts[],
  table: WrittenTable,
  judgements: ColumnJudgement[],
): Promise<LoadedTexts> {
  const rejectedCells = await rejectCells(duck, textSourceSql(source), names, judgements, workDir, { signal })
  const slices = converted.map(({ slice }) => slice)
  const open = await overSlices(duck, slices, signal, (slice, connection, laneSignal) =>
    askQuestions(connection, textSourceSql(slice), askedColumns(slice, table, judgements), { signal: laneSignal }),
  )
  const sentinels = await overSlices(duck, slices, signal, (slice, connection, laneSignal) => {
    const { file } = converted.find((one) => one.slice === slice) as ConvertedTexts
    const bounded = boundedColumns(slice, table, judgements, reading)
    return askSentinels(connection, { source: textSourceSql(slice), tableFile: file }, bounded, { signal: laneSignal })
  })
  const reasons = reasonsOf(table, judgements, rejectedCells)
  return { table, judgements, reasons, questions: [...open.flat(), ...sentinels.flat()], rejectedCells }
}

function askedColumns(slice: TextSource, table: WrittenTable, judgements: ColumnJudgement[]): AskedColumn[] {
  return columnsOf(slice).map((column) => {
    const { name, nullCount } = table.columns[column] as WrittenTable['columns'][number]
    return { column, name, values: table.rowCount - nullCount, judgement: judgements[column] as ColumnJudgement }
  })
}

/** The columns of numbers whose bounds are known, but for those of which a person has said what is null. */
function boundedColumns(
  slice: TextSource,
  table: WrittenTable,
  judgements: ColumnJudgement[],
  reading: ReadingOptions,
): BoundedColumn[] {
  if (reading.null_values !== undefined) return []
  return columnsOf(slice).flatMap((column) => {
    const { name, bounds } = table.columns[column] as WrittenTable['columns'][number]
    const isKnown = bounds !== undefined && optionsOf(column, reading)?.null_values === undefined
    return isKnown ? [{ column, name, reading: (judgements[column] as ColumnJudgement).reading, ...bounds }] : []
  })
}

async function previewTexts(
  duck: DuckDb,
  sample: string,
  names: string[],
  judgements: ColumnJudgement[],
): Promise<Preview> {
  const decisions = judgements.slice(0, previewColumns).map(decisionOf)
  const texts = decisions.map((_, column) => `c${column}`).join(', ')
  const first = `(SELECT ${texts} FROM ${sample} LIMIT ${previewRows})`
  const answer = await withoutOptimizer(duck, () => duck.query(convertedSql(first, decisions, names)))
  const columns = answer.columns.map(({ name, sqlType }, index) => {
    const exceedsDouble = answer.rows.some((row) => exceeds(row[index]))
    return { name, sql_type: sqlType, kind: columnKindOf(sqlType), json: jsonTypeOf(sqlType, exceedsDouble) }
  })
  const rows = answer.rows.map((row) =>
    columns.map(({ sql_type, json }, index) => toJsonValue(row[index], sql_type, json)),
  )
  return { columns, rows }
}

function exceeds(value: unknown): boolean {
  return typeof value === 'bigint' && !Number.isSafeInteger(Number(value))
}
