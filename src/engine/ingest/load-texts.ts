import { join } from 'node:path'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Question } from '../../shared/receipt.ts'
import { columnKindOf, jsonTypeOf } from '../column-kind-of.ts'
import type { DuckDb, RunOptions } from '../duckdb.ts'
import { toJsonValue } from '../json-value.ts'
import { reasonsOf, type ValueReason } from './columns/column-reason.ts'
import { type ColumnDecision, convertedSql, misfitMark } from './columns/convert-column.ts'
import { columnsAtOnce, convertInSlices } from './columns/convert-in-slices.ts'
import type { ColumnJudgement } from './columns/decide-column.ts'
import { judgeColumns, judgeWholeColumns } from './columns/judge-columns.ts'
import { questionsAbout } from './columns/question.ts'
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

/**
 * Cells that became null because a person has chosen a type that they do not fit: a file of JSON lines in the working
 * directory, in the order of rows (counted from 0), or none. It becomes `scope: "cell"` of the rejects.
 */
export type RejectedCells = { count: number; file: string | null }

/** One line of the file of rejected cells. */
export type RejectedCell = { row: number; column: string; raw: string; code: 'misfit'; reason: string }

const previewRows = 100
const previewColumns = 500

/**
 * Loads records of texts as a table whose types hold every value of the whole file. The types a sample suggests are
 * tried at once: each value is checked while it is converted, and a single misfit makes the whole file be judged
 * before it is converted again.
 */
export async function loadTexts(duck: DuckDb, load: TextLoad): Promise<LoadedTexts> {
  const sample = await sampleTexts(load.source, join(load.workDir, 'sample.csv'))
  load.onExpectedRows(sample.rowCount)
  const sampleSql = textSourceSql(sample.source)
  const { signal } = load.options
  const refine = load.refine ?? ((judgement) => judgement)
  const judgements = (await judgeColumns(duck, sampleSql, load.names.length, { signal })).map(refine)
  if (load.onPreview) load.onPreview(await previewTexts(duck, sampleSql, load.names, judgements))
  const mayConvert = sample.isWhole || !judgements.some(needsWholeFile)
  const table = mayConvert ? await tryToConvert(duck, load, judgements) : undefined
  if (table) return loadedTexts(table, judgements)
  const whole = textSourceSql(load.source)
  const judged = (await judgeWholeColumns(duck, whole, judgements, { signal })).map(refine)
  return loadedTexts(await convert(duck, load, judged), judged)
}

function loadedTexts(table: WrittenTable, judgements: ColumnJudgement[]): LoadedTexts {
  const questions = table.columns.flatMap(({ name, nullCount }, index) =>
    questionsAbout(index, name, table.rowCount - nullCount, judgements[index] as ColumnJudgement),
  )
  return {
    table,
    judgements,
    reasons: reasonsOf(table, judgements),
    questions,
    rejectedCells: { count: 0, file: null },
  }
}

/** What a sample cannot settle: null texts are counted, and other readings stay open, over the whole file only. */
function needsWholeFile({ nullTexts, alternatives, nearly }: ColumnJudgement): boolean {
  return nullTexts.length > 0 || alternatives.length > 0 || nearly !== null
}

async function tryToConvert(
  duck: DuckDb,
  load: TextLoad,
  judgements: ColumnJudgement[],
): Promise<WrittenTable | undefined> {
  try {
    return await convert(duck, load, judgements)
  } catch (error) {
    if (error instanceof Error && error.message.includes(misfitMark)) return undefined
    throw error
  }
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
  return judgements.map(({ reading, nullTexts }) => ({ reading, nullTexts: nullTexts.map(({ text }) => text) }))
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
