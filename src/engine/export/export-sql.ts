import type { ExportFormat } from '../../shared/export-format.ts'
import type { Filter } from '../../shared/rows.ts'
import type { TypeParts } from '../duckdb-columns.ts'
import { rowGroupSql } from '../ingest/row-group-sql.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import type { SortKey } from '../query/query-pool.ts'
import { chosenColumns, orderKeys, whereSql } from '../query/select-clauses.ts'
import { parquetSql, quoteName, quoteText } from '../sql-text.ts'
import { guardName, guardSql } from './guard-sql.ts'
import { jsonSql, textSql } from './value-sql.ts'

/**
 * Rows to be written in a format: those that filter and search leave, sorted, of the columns named. With `asText` every
 * cell is a text, of the table of source texts where there is one. `guard` concerns CSV and TSV alone.
 */
export type ExportQuestion = {
  tableFile: string
  textsFile?: string | undefined
  asText: boolean
  format: ExportFormat
  guard: boolean
  columns?: string[] | undefined
  sort: SortKey[]
  filter?: Filter | undefined
  q?: string | undefined
  /** Rows of a sheet of Excel below their names, unless as many as it holds. */
  rowsPerSheet?: number | undefined
}

/** A column to export: `parts` of a nested one, and `source`, the text of its file as SQL writes it, where that is wanted. */
export type ExportColumn = TableColumn & { parts?: TypeParts | undefined; source?: string | undefined }

/**
 * What an export takes of its table: its columns, the clauses from FROM to ORDER BY, and a statement that counts the rows,
 * undefined when all are meant. For those who read some rows after others: FROM alone, and a statement that gives the
 * numbers of the rows in their order as DOUBLE, undefined when they are all as in the file.
 */
export type ExportRows = {
  columns: ExportColumn[]
  from: string
  count: string | undefined
  source: string
  numbers: string | undefined
}

/** The rows and columns that a question means; throws `QuestionError`. */
export async function exportRows(table: Table, question: ExportQuestion): Promise<ExportRows> {
  const { textsFile } = question
  const columns = chosenColumns(table, question.columns)
  const where = whereSql(table, question)
  const keys = orderKeys(table, question.sort)
  const parts = await partsOf(table, columns)
  const chosen = fromTable(table, where, keys)
  return {
    columns: columns.map((column) => ({
      ...column,
      parts: parts.get(column.name),
      source: textsFile === undefined ? undefined : `texts.${column.sql}`,
    })),
    from: textsFile === undefined ? chosen : fromTexts(table, textsFile, where, keys),
    source: textsFile === undefined ? `FROM ${table.from}` : `FROM ${parquetSql(textsFile)} AS texts`,
    numbers: where === undefined && keys.length === 0 ? undefined : `SELECT ${table.rowNumber}::DOUBLE ${chosen}`,
    count: where === undefined ? undefined : `SELECT count(*)::DOUBLE FROM ${table.from} WHERE ${where}`,
  }
}

/** A column as the text of its file, or else as the text that the API writes. */
export const writtenSql = (column: ExportColumn): string => column.source ?? textSql(column)

const isLines = ({ format }: ExportQuestion) => format === 'csv' || format === 'tsv'

const isGuarded = (question: ExportQuestion) => question.guard && isLines(question)

/** The name of a column as its format writes it. */
export const columnName = ({ name }: ExportColumn, question: ExportQuestion): string =>
  isGuarded(question) ? guardName(name) : name

/** A column as the value that its format writes, as SQL, guarded where that is wanted. */
export function cellSql(column: ExportColumn, question: ExportQuestion): string {
  const { format, asText } = question
  const value = asText || isLines(question) ? writtenSql(column) : format === 'parquet' ? column.sql : jsonSql(column)
  return isGuarded(question) && (asText || !isPlain(column)) ? guardSql(value, column.kind === 'numeric') : value
}

/** The statement that writes an export in a format that DuckDB itself writes. */
export function copySql({ columns, from }: ExportRows, question: ExportQuestion, target: string): string {
  const cells = columns.map((column) => {
    const value = cellSql(column, question)
    // A line without anything is no row to most readers.
    const filled = columns.length === 1 && isLines(question) ? `coalesce(${value}, '')` : value
    return `${filled} AS ${quoteName(columnName(column, question))}`
  })
  const options = `${optionsOf(question.format, columns.length)}, USE_TMP_FILE false`
  return `COPY (SELECT ${cells.join(', ')} ${from}) TO ${quoteText(target)} (${options})`
}

/** Whether no cell is a text, so that it needs neither a guard nor quotes. */
export const isPlain = ({ kind }: TableColumn) => kind === 'numeric' || kind === 'temporal' || kind === 'boolean'

type Keys = ReturnType<typeof orderKeys>

/** In ORDER BY a bare name would be the text that the column is written as. */
function fromTable(table: Table, where: string | undefined, keys: Keys): string {
  const from = `FROM ${table.from} AS stored${where === undefined ? '' : ` WHERE ${where}`}`
  if (keys.length === 0) return from
  const order = [...keys.map(({ sql, direction }) => `stored.${sql} ${direction}`), `stored.${table.rowNumber}`]
  return `${from} ORDER BY ${order.join(', ')}`
}

/** The texts of the rows that the values choose and order. */
function fromTexts(table: Table, textsFile: string, where: string | undefined, keys: Keys): string {
  const texts = `FROM ${parquetSql(textsFile)} AS texts`
  if (where === undefined && keys.length === 0) return texts
  const sorted = keys.map(({ sql }, index) => `${sql} AS ${quoteName(`key ${index}`)}`)
  const chosen = `SELECT ${[`${table.rowNumber} AS "row"`, ...sorted].join(', ')} FROM ${table.from}${where === undefined ? '' : ` WHERE ${where}`}`
  const order = [
    ...keys.map(({ direction }, index) => `chosen.${quoteName(`key ${index}`)} ${direction}`),
    'chosen."row"',
  ]
  return `${texts} JOIN (${chosen}) AS chosen ON texts.${table.rowNumber} = chosen."row" ORDER BY ${order.join(', ')}`
}

function optionsOf(format: ExportQuestion['format'], width: number): string {
  const csv = `FORMAT csv, HEADER true, QUOTE '"', ESCAPE '"', NULLSTR ''`
  switch (format) {
    case 'csv':
      return `${csv}, DELIMITER ','`
    case 'tsv':
      return `${csv}, DELIMITER '\t'`
    case 'json':
      return 'FORMAT json, ARRAY true'
    case 'ndjson':
      return 'FORMAT json'
    case 'parquet':
      return `FORMAT parquet, COMPRESSION zstd, ${rowGroupSql(width)}`
    default:
      throw new TypeError(`DuckDB writes no ${format}`)
  }
}

async function partsOf(table: Table, columns: TableColumn[]): Promise<Map<string, TypeParts | undefined>> {
  const nested = columns.filter(({ kind }) => kind === 'nested')
  if (nested.length === 0) return new Map()
  const answer = await table.query(`SELECT ${nested.map(({ sql }) => sql).join(', ')} FROM ${table.from} LIMIT 0`)
  return new Map(answer.columns.map(({ parts }, index) => [nested[index]?.name ?? '', parts]))
}
