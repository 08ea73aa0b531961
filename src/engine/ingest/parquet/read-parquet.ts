import type { FoundFormat } from '../../../shared/receipt.ts'
import { parquetSql, quoteName } from '../../sql-text.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { columnNames } from '../column-names.ts'
import { explainFailure } from '../explain-failure.ts'
import type { LoadedTable, ReadRequest } from '../loaded-table.ts'
import { writeTable } from '../write-table.ts'

/** Parquet has no 128-bit integers that DuckDB could write, so they are kept as decimals where those are wide enough. */
const rewrittenTypes: Record<string, string> = { HUGEINT: 'DECIMAL(38,0)', UHUGEINT: 'DECIMAL(38,0)' }

/** Copies a Parquet file into a table of ours: same columns, types and order, our row groups and compression. */
export async function readParquet({
  file,
  duck,
  tableFile,
  options,
  onExpectedRows,
}: ReadRequest): Promise<LoadedTable> {
  try {
    const from = parquetSql(file)
    const described = await duck.query(`DESCRIBE FROM ${from}`, options())
    const sourceNames = described.rows.map(([name]) => String(name))
    const names = columnNames(sourceNames)
    const columns = described.rows.map(([, sqlType], index) => {
      const type = rewrittenTypes[String(sqlType)]
      const source = quoteName(sourceNames[index] as string)
      return `${type ? `CAST(${source} AS ${type})` : source} AS ${quoteName(names[index] as string)}`
    })
    if (columns.length === 0) throw new UnreadableFileError('corrupt_file', 'This Parquet file has no columns.')
    const counted = await duck.query(`SELECT count(*) FROM ${from}`, options())
    onExpectedRows(Number(counted.rows[0]?.[0]))
    const table = await writeTable(
      duck,
      `SELECT ${columns.join(', ')} FROM ${from}`,
      names.length,
      tableFile,
      options(),
    )
    return {
      table,
      reasons: sourceNames.map((sourceName) => ({
        sourceName,
        decidedBy: 'file',
        evidence: 'The file says so.',
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
  } catch (error) {
    throw explain(error)
  }
}

const format: FoundFormat = {
  type: 'parquet',
  encoding: null,
  bom: false,
  delimiter: null,
  quote: null,
  escape: null,
  line_end: null,
  comment: null,
  header_rows: 0,
  skipped_rows: 0,
  sheet: null,
  range: null,
  json_path: null,
  compression: null,
  evidence: [
    { what: 'type', chosen: 'parquet', because: 'The file begins and ends with PAR1.', runner_up: null, margin: null },
  ],
}

/** What DuckDB says of a damaged file depends on the byte; what is not about the disk or memory is about the file. */
function explain(error: unknown): unknown {
  const explained = explainFailure(error)
  if (explained !== error || !(error instanceof Error) || error instanceof UnreadableFileError) return explained
  if (!/^[A-Z][A-Za-z ]* Error: /.test(error.message)) return error
  return /encrypt/i.test(error.message)
    ? new UnreadableFileError('password_protected', 'This Parquet file is encrypted. Write it again unencrypted.', {
        cause: error,
      })
    : new UnreadableFileError(
        'corrupt_file',
        'This Parquet file is damaged or was cut off. Send it again from its source.',
        { cause: error },
      )
}
