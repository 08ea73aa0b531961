import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { parsePath, pathText } from './json-path.ts'
import { findTables, type JsonTable, tableAt } from './json-tables.ts'
import type { JsonText } from './json-text.ts'
import { judgeListHeader, type ListHeader } from './judge-header.ts'
import { type JsonNode, outlineJson } from './outline-json.ts'
import { eachElement, type JsonRecord, type RecordLayout, scanJson } from './scan-json.ts'
import { readSlice } from './slice-text.ts'
import { type JsonForm, sniffJson } from './sniff-json.ts'

/**
 * Where the records of a JSON text are and how they follow each other. `table` and all `tables` of a document are absent
 * where it is but one list, or many values. `transposes` tells of columns that have to be turned into rows; `lead` is what
 * stands beside the records, row by row, as JSON.
 */
export type LocatedRecords = {
  form: JsonForm
  layout: RecordLayout | 'transposes'
  start: number
  end: number
  line: number
  table: JsonTable | undefined
  tables: JsonTable[]
  header: ListHeader | undefined
  names: string[] | undefined
  lead: { name: string; values: string[] | undefined } | undefined
  isAsked: boolean
}

const headBytes = 256 * 1024
const mostHeadLines = 200
const mostIndexBytes = 64 * 2 ** 20

/**
 * Finds the records of a text; what a person has said of the table, or its place, is taken as given. Throws `JsonPlaceError`
 * where a document is no JSON.
 */
export async function locateRecords(text: JsonText, reading: ReadingOptions): Promise<LocatedRecords> {
  const located = await locate(text, reading)
  refuseHeaderRows(located, reading)
  return located
}

async function locate(text: JsonText, reading: ReadingOptions): Promise<LocatedRecords> {
  const form = sniffJson(text.head, text.isWhole)
  const { table_index: index, json_path: path } = reading
  const isSingle = form === 'lines' || form === 'values'
  if (isSingle && (path !== undefined || (index ?? 0) > 0)) throw noTable(path, index)
  if (form === 'lines') return withHeader(whole(form, form), await listOfLines(text.head), undefined, reading)
  if (form === 'values') return whole(form, form)
  const asksForPart = (path !== undefined && parsePath(path)?.length !== 0) || (index ?? 0) > 0
  if (form === 'list' && !asksForPart) {
    const at = text.head.indexOf(0x5b)
    return withHeader(whole('list', 'elements'), text.head.subarray(at), undefined, reading)
  }
  const nodes = await outlineJson(text.pieces())
  if (!nodes) return whole('values', 'values')
  const tables = findTables(nodes)
  return inDocument(text, nodes, tables, reading)
}

/** The lines of the beginning of NDJSON as one list. */
async function listOfLines(head: Buffer): Promise<Buffer> {
  const lines: string[] = []
  const record = ({ bytes, start, end }: JsonRecord) => {
    if (lines.length < mostHeadLines) lines.push(bytes.toString('utf8', start, end))
  }
  const pieces = async function* () {
    yield head
  }
  await scanJson(pieces(), 'lines', { record, broken: () => {} }, async () => {})
  return Buffer.from(`[${lines.join(',')}]`)
}

function whole(form: JsonForm, layout: LocatedRecords['layout']): LocatedRecords {
  const parts = { table: undefined, tables: [], header: undefined, names: undefined, lead: undefined, isAsked: false }
  return { form, layout, start: 0, end: Number.POSITIVE_INFINITY, line: 1, ...parts }
}

async function inDocument(
  text: JsonText,
  nodes: JsonNode[],
  tables: JsonTable[],
  reading: ReadingOptions,
): Promise<LocatedRecords> {
  const { table_index: index, json_path: path } = reading
  const table = path !== undefined ? atPath(path, nodes) : tables[index ?? 0]
  if (!table) throw nodes.length === 0 ? noRecords() : noTable(path, index)
  const { start, end, line } = table.node
  const located: LocatedRecords = {
    ...whole('document', layoutOf(table)),
    ...{ start, end, line, table, tables, names: table.names },
    isAsked: path !== undefined || index !== undefined,
    lead: await leadOf(text, table),
  }
  if (table.kind !== 'arrays' || (table.names && !reading.header_rows)) return located
  return withHeader(located, await readSlice(text.pieces(), start, end, headBytes), table, reading)
}

function layoutOf({ kind }: JsonTable): LocatedRecords['layout'] {
  if (kind === 'record') return 'values'
  if (kind === 'columns' || kind === 'keyed_columns') return 'transposes'
  return kind === 'members' || kind === 'pairs' ? 'members' : 'elements'
}

/** The names of rows that are more than their numbers, and the keys of records by key. */
async function leadOf(text: JsonText, { kind, index }: JsonTable): Promise<LocatedRecords['lead']> {
  if (kind === 'members' || kind === 'pairs') return { name: 'key', values: undefined }
  if (!index || index.end - index.start > mostIndexBytes) return undefined
  const bytes = await readSlice(text.pieces(), index.start, index.end, mostIndexBytes)
  const values: string[] = []
  eachElement(bytes, 0, (start, end) => values.push(bytes.toString('utf8', start, end)))
  return values.every((value, place) => value === String(place)) ? undefined : { name: 'index', values }
}

function withHeader(
  located: LocatedRecords,
  bytes: Buffer,
  table: JsonTable | undefined,
  { header_rows: given }: ReadingOptions,
): LocatedRecords {
  const holdsLists = table ? table.kind === 'arrays' : /^\[\s*\[/.test(bytes.toString('latin1', 0, 1000))
  if (!holdsLists) return located
  const header = judgeListHeader(bytes, given)
  return { ...located, header, names: header.names }
}

function atPath(text: string, nodes: JsonNode[]): JsonTable | undefined {
  const path = parsePath(text)
  const wanted = path && pathText(path)
  const node = nodes.find((candidate) => pathText(candidate.path) === wanted)
  return node && tableAt(node, nodes)
}

/** Objects have their names in each record, so that no option about rows of names is passed over. */
function refuseHeaderRows({ header }: LocatedRecords, { header_rows: given = 0 }: ReadingOptions): void {
  if (given === 0 || (header && given === 1)) return
  const why = header
    ? 'Of the lists of this JSON only the first can hold the names of the columns: `header_rows` is 0 or 1.'
    : 'The records of this JSON are no lists, of which the first could hold the names of the columns.'
  throw new UnreadableFileError('option_not_applicable', `${why} Correct \`header_rows\` or leave it out.`)
}

function noTable(path: string | undefined, index: number | undefined): UnreadableFileError {
  const what = path === undefined ? `no table ${index}` : `no list or object at \`${path.slice(0, 100)}\``
  return new UnreadableFileError(
    'option_not_applicable',
    `There is ${what} in this JSON. Leave that out or choose another.`,
  )
}

const noRecords = () => new UnreadableFileError('empty_file', 'This JSON holds no values. There is nothing to read.')
