import type { FoundFormat } from '../../../shared/receipt.ts'
import { quoteName } from '../../sql-text.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { columnNames } from '../column-names.ts'
import { explainFailure } from '../explain-failure.ts'
import { blankFormat, evidence } from '../found-format.ts'
import type { LoadedTable, ReadRequest } from '../loaded-table.ts'
import { writeTable } from '../write-table.ts'
import { checkPages } from './check-pages.ts'
import { exactColumns } from './exact-columns.ts'
import { damaged, encrypted, hasEncryptedColumns, type ParquetFooter, readFooter } from './read-footer.ts'

/** Parquet has no 128-bit integers that DuckDB could write, so they are kept as decimals where those are wide enough. */
const rewrittenTypes: Record<string, string> = { HUGEINT: 'DECIMAL(38,0)', UHUGEINT: 'DECIMAL(38,0)' }

/**
 * Copies a Parquet file into a table of ours: same columns, types and order, our row groups and compression. What DuckDB
 * would round is read in another way, and the checksums of pages are checked where there are any.
 */
export async function readParquet(request: ReadRequest): Promise<LoadedTable> {
  const footer = await readFooter(request.file)
  if (footer.columns.length === 0) {
    throw new UnreadableFileError('empty_file', 'This Parquet file has no columns. There is nothing to read.')
  }
  try {
    return await copyTable(request, footer)
  } catch (error) {
    throw explain(error, footer)
  }
}

async function copyTable(request: ReadRequest, footer: ParquetFooter): Promise<LoadedTable> {
  const { file, duck, workDir, tableFile, options, onExpectedRows, signal } = request
  await checkPages(duck, file, signal)
  const { from, columns: exact } = await exactColumns(duck, file, footer, workDir, options())
  const described = await duck.query(`DESCRIBE FROM ${from}`, options())
  const sourceNames = footer.columns.map(({ name }) => name)
  const names = columnNames(sourceNames)
  const columns = described.rows.map(([given, sqlType], index) => {
    const type = rewrittenTypes[String(sqlType)]
    const source = exact.get(index)?.sql ?? quoteName(String(given))
    return `${type ? `CAST(${source} AS ${type})` : source} AS ${quoteName(names[index] as string)}`
  })
  const counted = await duck.query(`SELECT count(*) FROM ${from}`, options())
  onExpectedRows(Number(counted.rows[0]?.[0]))
  const select = `SELECT ${columns.join(', ')} FROM ${from}`
  const table = await writeTable(duck, select, names.length, tableFile, options())
  return {
    table,
    reasons: sourceNames.map((sourceName, index) => ({
      sourceName,
      decidedBy: 'file',
      evidence: exact.get(index)?.evidence ?? 'The file says so.',
      alternatives: [],
      nullValues: [],
    })),
    format,
    lines: null,
    reported: { short_rows: 0, long_rows: 0, unparsed_cells: 0 },
    rowsReported: 0,
    rowsRejected: 0,
    questions: [],
  }
}

const format: FoundFormat = {
  ...blankFormat,
  type: 'parquet',
  evidence: [evidence('type', 'parquet', 'The file begins and ends with PAR1.')],
}

/** What DuckDB says of a damaged file depends on the byte; what is not about the disk or memory is about the file. */
function explain(error: unknown, footer: ParquetFooter): unknown {
  const explained = explainFailure(error)
  if (explained !== error || !(error instanceof Error) || error instanceof UnreadableFileError) return explained
  const { message } = error
  if (!/^[A-Z][A-Za-z ]* Error: /.test(message)) return error
  if (/encrypt/i.test(message) || hasEncryptedColumns(footer)) return encrypted({ cause: error })
  const [, unread] = /(only supported for|not (?:yet )?(?:implemented|supported)|unsupported|LZO)/i.exec(message) ?? []
  return unread === undefined ? damaged({ cause: error }) : unsupported(message, error)
}

/** What DuckDB does not read, in its words but for those about itself. */
function unsupported(message: string, cause: Error): UnreadableFileError {
  const [encoding] = /BYTE_STREAM_SPLIT|DELTA_\w+|LZO|BIT_PACKED/.exec(message) ?? []
  const what = encoding ? `is written with ${encoding}, in a way` : 'is written in a way'
  return new UnreadableFileError(
    'unsupported_format',
    `This Parquet file ${what} that is not read here. Write it again with the usual encodings and a usual compression.`,
    { cause },
  )
}
