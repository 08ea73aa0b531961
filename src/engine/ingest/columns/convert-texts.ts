import { join } from 'node:path'
import type { DuckDb, DuckDbConnection } from '../../duckdb.ts'
import { columnsOf, type TextSource, textSourceSql } from '../csv/text-source.ts'
import { copyTable, type WriteOptions, type WrittenTable, writeTable } from '../write-table.ts'
import { type ColumnDecision, convertedSql, misfitMark } from './convert-column.ts'
import type { ColumnJudgement } from './decide-column.ts'
import { isSaid, type JudgeContext, judgeWholeColumns } from './judge-columns.ts'
import { overSlices } from './over-slices.ts'

/**
 * The texts of a table, whole or cut into slices of its columns, and where what becomes of them goes. `isWhole` says that
 * what is known of the columns comes from all of them.
 */
export type Conversion = {
  slices: TextSource[]
  names: string[]
  isWhole: boolean
  /** Types are believed as suggested, and no value is checked: for measuring what that would spare. */
  areTypesBelieved?: boolean | undefined
  tableFile: string
  workDir: string
  options: WriteOptions
}

/** Texts that were converted: a file with their part of the table; the table itself where they are all of it. */
export type ConvertedTexts = { slice: TextSource; file: string; table: WrittenTable }

/**
 * Converts texts to types that hold every value of the whole file. What is suggested is tried at once: each value is
 * checked while it is converted, and a single misfit makes all columns of its slice be judged before they are converted
 * again.
 */
export async function convertTexts(
  duck: DuckDb,
  given: Conversion,
  suggested: ColumnJudgement[],
  context: JudgeContext,
): Promise<{ converted: ConvertedTexts[]; judgements: ColumnJudgement[] }> {
  const { slices } = given
  const { signal } = given.options
  const conversion = { ...given, options: reportedBySlice(given) }
  const mayConvert = (slice: TextSource) =>
    given.isWhole ||
    given.areTypesBelieved ||
    !columnsOf(slice).some((column) => needsWholeFile(column, suggested, context))
  const tried = await overSlices(duck, slices, signal, async (slice, connection, laneSignal) =>
    mayConvert(slice) ? tryToConvert(connection, conversion, slice, suggested, laneSignal) : undefined,
  )
  const open = slices.filter((_, index) => tried[index] === undefined)
  if (open.length === 0) return { converted: tried.flatMap((one) => one ?? []), judgements: suggested }
  const judgements = await judgeWholeColumns(duck, open, suggested, context, { signal })
  const others = await overSlices(duck, open, signal, (slice, connection, laneSignal) =>
    convertAnyway(connection, conversion, slice, judgements, laneSignal),
  )
  return { converted: slices.flatMap((slice, index) => tried[index] ?? others[open.indexOf(slice)] ?? []), judgements }
}

/**
 * What a sample cannot settle: null texts and misfits are counted, and other readings stay open, over the whole file
 * only.
 */
function needsWholeFile(column: number, judgements: ColumnJudgement[], { reading }: JudgeContext): boolean {
  const { nullTexts, alternatives, nearly, isForced } = judgements[column] as ColumnJudgement
  const isOpen = nullTexts.length > 0 || alternatives.length > 0 || nearly !== null
  return isOpen || isForced === true || isSaid(column, reading)
}

/** Slices are small: how far the conversion is shows in how many are done. */
function reportedBySlice({ slices, options }: Conversion): WriteOptions {
  if (slices.length === 1) return options
  let done = 0
  return { ...options, onProgress: () => options.onProgress?.(++done / slices.length) }
}

async function tryToConvert(
  duck: DuckDbConnection,
  conversion: Conversion,
  slice: TextSource,
  judgements: ColumnJudgement[],
  signal: AbortSignal | undefined,
): Promise<ConvertedTexts | undefined> {
  try {
    return await convert(duck, conversion, slice, judgements, signal)
  } catch (error) {
    if (misfitColumn(error) !== undefined) return undefined
    throw error
  }
}

/**
 * A value that its class promised to fit and that does not all the same leaves its column text, which the judgements then
 * say: no load fails by it.
 */
async function convertAnyway(
  duck: DuckDbConnection,
  conversion: Conversion,
  slice: TextSource,
  judgements: ColumnJudgement[],
  signal: AbortSignal | undefined,
): Promise<ConvertedTexts> {
  try {
    return await convert(duck, conversion, slice, judgements, signal)
  } catch (error) {
    const column = misfitColumn(error)
    const judgement = column === undefined ? undefined : judgements[column]
    if (column === undefined || !judgement || judgement.reading.id === 'text') throw error
    judgements[column] = asText(judgement)
    return convertAnyway(duck, conversion, slice, judgements, signal)
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
  duck: DuckDbConnection,
  { slices, names, tableFile, workDir, options, areTypesBelieved: isUnchecked = false }: Conversion,
  slice: TextSource,
  judgements: ColumnJudgement[],
  signal: AbortSignal | undefined,
): Promise<ConvertedTexts> {
  const { first = 0, width } = slice
  const decisions = judgements
    .slice(first, first + width)
    .map((judgement) => ({ ...decisionOf(judgement), isUnchecked }))
  const select = convertedSql(textSourceSql(slice), decisions, names.slice(first, first + width), first)
  if (slices.length === 1) {
    const table = await writeTable(duck, select, names.length, tableFile, { ...options, signal })
    return { slice, file: tableFile, table }
  }
  const file = join(workDir, `columns-${first}.parquet`)
  const table = await copyTable(duck, select, names.length, file, { signal })
  options.onProgress?.(1)
  return { slice, file, table }
}

/** How a column is read by what was decided of it. */
export function decisionOf({ reading, nullTexts, isForced }: ColumnJudgement): ColumnDecision {
  return { reading, nullTexts: nullTexts.map(({ text }) => text), isForced: isForced === true }
}
