import type { Table } from '../query/open-table.ts'
import { quoteText } from '../sql-text.ts'
import { countedRows } from './counted-rows.ts'
import { cellSql, columnName, type ExportColumn, type ExportQuestion, type ExportRows, isPlain } from './export-sql.ts'
import { rowTexts, type Slicing } from './row-texts.ts'

/**
 * How a format writes rows as texts, byte for byte as DuckDB itself: what stands before the first row, between two and
 * after the last, and the parts of a row as SQL, the first of which begins with what stands between.
 */
type TextFormat = { before: string; between: string; after: string; parts: string[] }

/** An export of a wide table as CSV, TSV, JSON or NDJSON; `onRows` hears how many rows are written. */
export async function* textStream(
  table: Table,
  rows: ExportRows,
  question: ExportQuestion,
  onRows: (written: number) => void,
  slicing?: Slicing,
): AsyncGenerator<Uint8Array> {
  const { before, between, after, parts } = textFormat(rows.columns, question)
  yield Buffer.from(before)
  let skipped = between.length
  for await (const { columns } of countedRows(rowTexts(table, rows, parts, slicing), onRows)) {
    for (const { values } of columns) yield values.subarray(skipped)
    skipped = 0
  }
  yield Buffer.from(after)
}

function textFormat(columns: ExportColumn[], question: ExportQuestion): TextFormat {
  switch (question.format) {
    case 'csv':
      return separated(columns, question, ',')
    case 'tsv':
      return separated(columns, question, '\t')
    case 'json':
      return { before: '[\n\t', between: ',\n\t', after: '\n]\n', parts: objectParts(columns, question, ',\n\t{', '}') }
    case 'ndjson':
      return { before: '', between: '', after: '', parts: objectParts(columns, question, '{', '}\n') }
    default:
      throw new TypeError(`A row of ${question.format} is no text`)
  }
}

function objectParts(columns: ExportColumn[], question: ExportQuestion, start: string, end: string): string[] {
  const members = columns.map((column, index) => {
    const name = `${index === 0 ? start : ','}${JSON.stringify(column.name)}:`
    return `${quoteText(name)} || coalesce(to_json(${cellSql(column, question)})::VARCHAR, 'null')`
  })
  return [...members, quoteText(end)]
}

function separated(columns: ExportColumn[], question: ExportQuestion, delimiter: string): TextFormat {
  const special = new RegExp(`[${delimiter}"#\\n\\r]|^$`)
  const name = (column: ExportColumn) => {
    const text = columnName(column, question)
    return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const parts = columns.map((column, index) => {
    const cell = cellSql(column, question)
    const before = quoteText(index === 0 ? '' : delimiter)
    if (isPlain(column) && !question.asText) return `${before} || coalesce(${cell}::VARCHAR, '')`
    return `${before} || CASE WHEN ${cell} IS NULL THEN '' WHEN regexp_matches(${cell}, ${quoteText(special.source)})
      THEN '"' || replace(${cell}, '"', '""') || '"' ELSE ${cell} END`
  })
  return {
    before: `${columns.map(name).join(delimiter)}\n`,
    between: '',
    after: '',
    parts: [...parts, quoteText('\n')],
  }
}
