import { join } from 'node:path'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Question } from '../../shared/receipt.ts'
import { columnKindOf, jsonTypeOf } from '../column-kind-of.ts'
import type { DuckDb, RunOptions } from '../duckdb.ts'
import { toJsonValue } from '../json-value.ts'
import { columnNames } from './column-names.ts'
import { askQuestions } from './columns/ask-questions.ts'
import { askSentinels, type BoundedColumn } from './columns/ask-sentinels.ts'
import { checkColumnOptions } from './columns/check-column-options.ts'
import { reasonsOf, type ValueReason } from './columns/column-reason.ts'
import { optionsOf } from './columns/column-rules.ts'
import { type ColumnDecision, convertedSql, misfitMark } from './columns/convert-column.ts'
import { columnsAtOnce, convertInSlices } from './columns/convert-in-slices.ts'
import type { ColumnJudgement } from './columns/decide-column.ts'
import { judgeColumns, judgeWholeColumns } from './columns/judge-columns.ts'
import { type RejectedCells, rejectCells } from './columns/reject-cells.ts'
import { withoutOptimizer } from './columns/without-optimizer.ts'
import { sampleTexts } from './csv/sample-texts.ts'
import { type TextSource, textSourceSql } from './csv/text-source.ts'
import type { Preview } from './ingest-file.ts'
import { type WrittenTable, writeTable } from './write-table.ts'

/** Records to load: where they are, what their columns are called, and where the table and temporary files go. */
export type TextLoad = {
  source: TextSource
  names: string[]
  tableFile: string
  workDir: string
  options: RunOptions
  onExpectedRows(rows: number): void
  onPreview?: ((preview: Preview) => void) | undefined
  /** What stands between the values of the file, where that says something about its numbers. */
  delimiter?: string | undefined
  /** What a person has decided about the file. */
  reading?: ReadingOptions | undefined
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
  const sampleSql = textSourceSql(sample.source)
  const { signal } = load.options
  const { names, delimiter, refine = (judgement) => judgement } = load
  const context = { names, delimiter, reading, refine }
  const judgements = await withoutOptimizer(duck, () => judgeColumns(duck, sampleSql, context, { signal }))
  if (load.onPreview) load.onPreview(await previewTexts(duck, sampleSql, names, judgements))
  const mayConvert = sample.isWhole || !judgements.some(needsWholeFile)
  const table = mayConvert ? await tryToConvert(duck, load, judgements) : undefined
  if (table) return loadedTexts(duck, load, table, judgements)
  const judged = await judgeWholeColumns(duck, textSourceSql(load.source), judgements, context, { signal })
  return convertAnyway(duck, load, judged)
}

/**
 * What a sample cannot settle: null texts and misfits are counted, and other readings stay open, over the whole file
 * only.
 */
function needsWholeFile({ nullTexts, alternatives, nearly, isForced }: ColumnJudgement): boolean {
  return nullTexts.length > 0 || alternatives.length > 0 || nearly !== null || isForced === true
}

async function loadedTexts(
  duck: DuckDb,
  { source, names, tableFile, workDir, reading, options: { signal } }: TextLoad,
  table: WrittenTable,
  judgements: ColumnJudgement[],
): Promise<LoadedTexts> {
  const from = textSourceSql(source)
  const columns = table.columns.map(({ name, nullCount }, index) => ({
    name,
    values: table.rowCount - nullCount,
    judgement: judgements[index] as ColumnJudgement,
  }))
  const rejectedCells = await rejectCells(duck, from, names, judgements, workDir, { signal })
  const open = await askQuestions(duck, from, columns, { signal })
  const sentinels = await askSentinels(
    duck,
    { source: from, tableFile },
    boundedColumns(table, judgements, reading ?? {}),
    { signal },
  )
  const reasons = reasonsOf(table, judgements, rejectedCells)
  return { table, judgements, reasons, questions: [...open, ...sentinels], rejectedCells }
}

/** The columns of numbers whose bounds are known, but for those of which a person has said what is null. */
function boundedColumns(table: WrittenTable, judgements: ColumnJudgement[], reading: ReadingOptions): BoundedColumn[] {
  if (reading.null_values !== undefined) return []
  return table.columns.flatMap(({ name, bounds }, column) => {
    const isSaid = optionsOf(column, reading)?.null_values !== undefined
    return bounds && !isSaid
      ? [{ column, name, reading: (judgements[column] as ColumnJudgement).reading, ...bounds }]
      : []
  })
}

async function tryToConvert(
  duck: DuckDb,
  load: TextLoad,
  judgements: ColumnJudgement[],
): Promise<WrittenTable | undefined> {
  try {
    return await convert(duck, load, judgements)
  } catch (error) {
    if (misfitColumn(error) !== undefined) return undefined
    throw error
  }
}

/**
 * A value that its class promised to fit and that does not all the same leaves its column text: no load fails by it.
 */
async function convertAnyway(duck: DuckDb, load: TextLoad, judgements: ColumnJudgement[]): Promise<LoadedTexts> {
  try {
    return await loadedTexts(duck, load, await convert(duck, load, judgements), judgements)
  } catch (error) {
    const column = misfitColumn(error)
    if (column === undefined || judgements[column]?.reading.id === 'text') throw error
    return convertAnyway(duck, load, judgements.with(column, asText(judgements[column] as ColumnJudgement)))
  }
}

function asText({ reading }: ColumnJudgement): ColumnJudgement {
  return {
    reading: { id: 'text' },
    nullTexts: [],
    because: () => 'The values have no type in common.',
    alternatives: [],
    nearly: { reading, misfits: 0 },
  }
}

function misfitColumn(error: unknown): number | undefined {
  const [, column] = (error instanceof Error && error.message.match(`${misfitMark}(\\d+)`)) || []
  return column === undefined ? undefined : Number(column)
}

async function convert(
  duck: DuckDb,
  { source, names, tableFile, workDir, options }: TextLoad,
  judgements: ColumnJudgement[],
): Promise<WrittenTable> {
  const from = textSourceSql(source)
  const decisions = decisionsOf(judgements)
  const select =
    names.length > columnsAtOnce
      ? await convertInSlices(duck, { from, decisions, names, workDir, options })
      : convertedSql(from, decisions, names)
  return writeTable(duck, select, names.length, tableFile, options)
}

function decisionsOf(judgements: ColumnJudgement[]): ColumnDecision[] {
  return judgements.map(({ reading, nullTexts, isForced }) => ({
    reading,
    nullTexts: nullTexts.map(({ text }) => text),
    isForced: isForced === true,
  }))
}

async function previewTexts(
  duck: DuckDb,
  sample: string,
  names: string[],
  judgements: ColumnJudgement[],
): Promise<Preview> {
  const first = `(SELECT * FROM ${sample} LIMIT ${previewRows})`
  const answer = await duck.query(convertedSql(first, decisionsOf(judgements.slice(0, previewColumns)), names))
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
