import type { FoundFormat } from '../../../shared/receipt.ts'
import { blankFormat, type Evidence, evidence } from '../found-format.ts'
import type { FilePart } from '../loaded-table.ts'
import { pathText } from './json-path.ts'
import type { JsonTable, JsonTableKind } from './json-tables.ts'
import type { JsonText } from './json-text.ts'
import type { LocatedRecords } from './locate-records.ts'

/** What the reader did besides: what of the values it kept otherwise. */
export type JsonRemarks = { isFlat: boolean; hasNested: boolean; isWhole: boolean; escapeCount: number }

const kinds: Record<JsonTableKind, string> = {
  objects: 'a list of objects',
  arrays: 'a list of lists',
  values: 'a list of values',
  members: 'records, each under a key of its own',
  pairs: 'values, each under a key of its own',
  columns: 'columns, each a list of the same length',
  keyed_columns: 'columns, each with the same numbered rows',
  record: 'one object',
}

/** What the receipt says of the form of a JSON text, and the evidence for each guess. */
export function describeJson(text: JsonText, located: LocatedRecords, remarks: JsonRemarks): FoundFormat {
  const { form, table, header } = located
  const { encoding } = text
  const type = form === 'lines' ? 'ndjson' : 'json'
  return {
    ...blankFormat,
    type,
    encoding: encoding.encoding,
    bom: encoding.bomLength > 0,
    header_rows: header?.names ? 1 : 0,
    json_path: table && table.node.path.length > 0 ? pathText(table.node.path) : null,
    evidence: [
      evidence('type', type, whyType(form, text.isSequence)),
      evidence('encoding', encoding.encoding, encoding.because, encoding.runnerUp ?? null, encoding.margin ?? null),
      ...(table ? [tableEvidence(located, table)] : []),
      ...(header ? [evidence('header', header.names ? 'the first list' : 'none', header.because)] : []),
      ...(table?.names ? [evidence('header', 'a list of names', 'It is as long as each row.')] : []),
      ...(text.loose ? [looseEvidence(text.loose)] : []),
      ...remarksEvidence(remarks),
    ],
  }
}

/** The tables of a document as parts of its file; how much each holds was counted. */
export function partsOfJson({ tables, table }: LocatedRecords, rowCount: number, columnCount: number): FilePart[] {
  return tables.map((one, index) => {
    const isLoaded = one.node === table?.node
    return {
      index,
      name: pathText(one.node.path),
      kind: 'json_path',
      range: null,
      rowCount: isLoaded ? rowCount : one.rows,
      columnCount: isLoaded ? columnCount : one.columns,
      isHidden: false,
    }
  })
}

function whyType(form: LocatedRecords['form'], isSequence: boolean): string {
  if (isSequence) return 'A record separator stands before each value.'
  if (form === 'lines') return 'Each line is a value of its own.'
  if (form === 'values') return 'Whole values follow one another.'
  return form === 'list' ? 'The document is a list.' : 'The document is one value.'
}

function tableEvidence({ tables, isAsked }: LocatedRecords, table: JsonTable): Evidence {
  const next = tables.find(({ node }) => node !== table.node)
  const size = `${table.rows.toLocaleString('en-US')} × ${table.columns.toLocaleString('en-US')}`
  const because = isAsked
    ? 'A person has chosen it.'
    : table.kind === 'record'
      ? 'The document holds no larger table.'
      : `It is ${kinds[table.kind]}, ${size}, the largest by its cells and the name it has.`
  return evidence('JSON path', pathText(table.node.path), because, next ? pathText(next.node.path) : null)
}

function looseEvidence({ comments, commas }: NonNullable<JsonText['loose']>): Evidence {
  const found = [
    ...(comments > 0 ? [counted(comments, 'comment')] : []),
    ...(commas > 0 ? [counted(commas, 'needless comma')] : []),
  ]
  return evidence('beside JSON', found.join(' and '), 'JSON does not know them: they were passed over.')
}

const counted = (count: number, what: string) => `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`

function remarksEvidence({ isFlat, hasNested, isWhole, escapeCount }: JsonRemarks): Evidence[] {
  const found: Evidence[] = []
  if (isFlat) found.push(evidence('nested', 'flatten', 'A person has chosen it: the values of objects are columns.'))
  else if (hasNested)
    found.push(evidence('nested', 'struct', 'Objects are kept whole; they can be flattened into columns.'))
  if (isWhole)
    found.push(evidence('keys', 'a value', 'There are over 10,000 different keys: each record is one value.'))
  if (escapeCount > 0) {
    const because = 'No text can hold them: they stay as the escapes they are written as.'
    found.push(evidence('halves of characters', counted(escapeCount, 'text'), because))
  }
  return found
}
