import { quoteText } from '../../sql-text.ts'
import { type Dialect, plainDialect } from './dialect.ts'

/** Records that DuckDB can read as they stand: UTF-8, one character between values, all rows equally wide. */
export type TextSource = {
  file: string
  dialect: Dialect
  width: number
  skipLines: number
  /** An empty value follows the only one, since an empty line would be no record. */
  isPadded: boolean
  /** The longest record in bytes, where it is known to be longer than DuckDB expects. */
  longestRecord?: number | undefined
}

/** The source that `plainText` makes; a table of one column has an empty second value in it. */
export function plainSource(file: string, width: number, longestRecord?: number): TextSource {
  return { file, dialect: plainDialect, width, skipLines: 0, isPadded: width === 1, longestRecord }
}

/**
 * A FROM clause with the values as texts `c0`, `c1`, ...: null where nothing stands, '' where it is quoted. Strict: a
 * record that is not as wide as the table, or wrongly quoted, fails the statement.
 */
export function textSourceSql({ file, dialect, width, skipLines, isPadded, longestRecord }: TextSource): string {
  const columns = Array.from({ length: width }, (_, index) => `'c${index}': 'VARCHAR'`)
  if (isPadded) columns.push("'padding': 'VARCHAR'")
  const options = [
    'auto_detect = false',
    'header = false',
    'strict_mode = true',
    `skip = ${skipLines}`,
    `delim = ${quoteText(dialect.delimiter)}`,
    `quote = ${quoteText(dialect.quote ?? '')}`,
    `escape = ${quoteText(dialect.escape ?? '')}`,
    "nullstr = ''",
    'allow_quoted_nulls = false',
    `columns = {${columns.join(', ')}}`,
  ]
  if (longestRecord !== undefined) {
    options.push(`max_line_size = ${longestRecord + 1024}`, `buffer_size = ${2 * longestRecord + 65_536}`)
  }
  return `read_csv(${quoteText(file)}, ${options.join(', ')})`
}
