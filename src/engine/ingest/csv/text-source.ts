import { quoteText } from '../../sql-text.ts'
import { type Dialect, plainDialect } from './dialect.ts'

/** Records that DuckDB can read as they stand: UTF-8, one character between values, all rows equally wide. */
export type TextSource = {
  file: string
  dialect: Dialect
  width: number
  /** The number of the first column, where these are some of the columns of a table. */
  first?: number | undefined
  skipLines: number
  /** An empty value follows the only one, since an empty line would be no record. */
  isPadded: boolean
  /** The longest line in bytes, where DuckDB has to be told. */
  longestLine?: number | undefined
}

/** DuckDB expects no longer line than 2 MB unless told to. */
const usualLongestLine = 1_900_000

/** How long a line may be that was made of a record of so many bytes, where DuckDB has to be told; else undefined. */
export function longestLine(recordBytes: number): number | undefined {
  const bytes = 2 * recordBytes + 1024
  return bytes > usualLongestLine ? bytes : undefined
}

/**
 * What a file of records begins with: DuckDB takes the first line end it sees for the one of all records, quoted or
 * not, and must see this one before any within a value.
 */
export const leadingLine = '\n'

/** The source that `plainText` makes; a table of one column has an empty second value in it. */
export function plainSource(file: string, width: number, longestLine?: number, first = 0): TextSource {
  return { file, dialect: plainDialect, width, first, skipLines: 1, isPadded: width === 1, longestLine }
}

/** The numbers of the columns of a source. */
export function columnsOf({ first = 0, width }: TextSource): number[] {
  return Array.from({ length: width }, (_, index) => first + index)
}

/**
 * A FROM clause with the values as texts `c0`, `c1`, ... (by the numbers of the columns): null where nothing stands, ''
 * where it is quoted. Strict: a record that is not as wide as the table, or wrongly quoted, fails the statement.
 */
export function textSourceSql(source: TextSource): string {
  const { file, dialect, skipLines, isPadded, longestLine } = source
  const columns = columnsOf(source).map((column) => `'c${column}': 'VARCHAR'`)
  if (isPadded) columns.push("'padding': 'VARCHAR'")
  const options = [
    'auto_detect = false',
    'header = false',
    'strict_mode = true',
    'hive_partitioning = false',
    "compression = 'none'",
    `skip = ${skipLines}`,
    `delim = ${quoteText(dialect.delimiter)}`,
    `quote = ${quoteText(dialect.quote ?? '')}`,
    `escape = ${quoteText(dialect.escape ?? '')}`,
    "nullstr = ''",
    'allow_quoted_nulls = false',
    `columns = {${columns.join(', ')}}`,
  ]
  if (longestLine !== undefined) {
    options.push(`max_line_size = ${longestLine}`, `buffer_size = ${2 * longestLine}`)
  }
  return `read_csv(${quoteText(file)}, ${options.join(', ')})`
}
