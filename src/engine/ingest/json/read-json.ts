import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { FoundFormat } from '../../../shared/receipt.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { columnNames } from '../column-names.ts'
import { decodeText } from '../csv/decode-text.ts'
import { type FoundEncoding, sniffEncoding } from '../csv/sniff-encoding.ts'
import { leadingLine, longestLine, plainSource } from '../csv/text-source.ts'
import { loadTexts } from '../load-texts.ts'
import type { LoadedTable, ReadRequest } from '../loaded-table.ts'
import { type JsonRows, jsonRows, type KeyCounts, mostKeys } from './json-rows.ts'
import { judgeKey } from './judge-key.ts'
import { nestedReadings } from './nested-readings.ts'
import { reportBrokenLines } from './report-broken-lines.ts'
import { type BrokenLine, JsonPlaceError, scanJson } from './scan-json.ts'
import { type JsonLayout, sniffJson } from './sniff-json.ts'

const headBytes = 1024 * 1024
const flushAt = 1024 * 1024
const scanningShare = 0.6

/**
 * Reads a JSON document or NDJSON: its records become lines of plain text, whose numbers keep every digit, and these a
 * table. A broken line of NDJSON is rejected alone; a broken document is refused, with the place where it breaks.
 */
export async function readJson(request: ReadRequest): Promise<LoadedTable> {
  const { encoding, layout } = await sniff(request.file)
  const target = join(request.workDir, 'records.csv')
  const scanned = await scanRecords(request, encoding, layout, target)
  const { keys, rowCount, longestRecord, broken } = scanned
  if (rowCount === 0 && broken.length > 0) throw placeError(broken[0] as BrokenLine)
  if (keys.length === 0) {
    throw new UnreadableFileError('empty_file', 'This JSON holds no values. There is nothing to read.')
  }
  const source = plainSource(target, Math.max(keys.length, 2), longestLine(longestRecord))
  const nested = await nestedReadings(request.duck, source, keys, request.signal)
  const { table, reasons, questions, rejectedCells } = await loadTexts(request.duck, {
    source: { ...source, width: keys.length, isPadded: keys.length === 1 },
    names: columnNames(keys.map(({ key }) => key)),
    tableFile: request.tableFile,
    workDir: request.workDir,
    options: request.options(scanningShare),
    onExpectedRows: request.onExpectedRows,
    onPreview: request.onPreview,
    reading: { ...request.reading, decimal: '.', thousands: null },
    refine: (judgement, column) => judgeKey(judgement, keys[column] as KeyCounts, nested.get(column)),
  })
  await reportBrokenLines(request, encoding.encoding, broken)
  return {
    table,
    reasons: reasons.map((reason, index) => ({
      sourceName: keys[index]?.key ?? '',
      ...reason,
      decidedBy: reason.decidedBy === 'person' ? 'person' : 'file',
    })),
    format: describe(encoding, layout),
    lines: null,
    reported: { short_rows: 0, long_rows: 0, unparsed_cells: rejectedCells.count },
    rowsReported: 0,
    rowsRejected: broken.length,
    questions,
  }
}

async function sniff(path: string): Promise<{ encoding: FoundEncoding; layout: JsonLayout }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const head = Buffer.alloc(Math.min(size, headBytes))
    await file.read(head, 0, head.length, 0)
    const encoding = sniffEncoding(head)
    const text = new TextDecoder(encoding.encoding).decode(head.subarray(encoding.bomLength))
    return { encoding, layout: sniffJson(Buffer.from(text), size <= headBytes) }
  } finally {
    await file.close()
  }
}

type Scanned = { keys: KeyCounts[]; rowCount: number; longestRecord: number; broken: BrokenLine[] }

/** A key that comes up late would need a value in lines already written; then all is written again with all keys. */
async function scanRecords(
  request: ReadRequest,
  encoding: FoundEncoding,
  layout: JsonLayout,
  target: string,
  known: string[] = [],
): Promise<Scanned> {
  const rows = jsonRows(known)
  const broken: BrokenLine[] = []
  const output = await open(target, 'w')
  try {
    await output.writeFile(leadingLine)
    const text = decodeText(request.file, {
      encoding: encoding.encoding,
      bomLength: encoding.bomLength,
      isValid: false,
      signal: request.signal,
      onBytes: (bytesDone) => request.onBytes(bytesDone * scanningShare),
    })
    const listener = { record: rows.add, broken: (line: BrokenLine) => broken.push(line) }
    await scanJson(text, layout, listener, async () => {
      refuseMap(rows)
      if (rows.byteLength() >= flushAt) await output.writeFile(rows.take())
    })
    await output.writeFile(rows.take())
  } catch (error) {
    throw error instanceof JsonPlaceError ? placeError(error) : error
  } finally {
    await output.close()
  }
  if (known.length === 0 && rows.wasTooNarrow()) {
    return scanRecords(
      request,
      encoding,
      layout,
      target,
      rows.keys.map(({ key }) => key),
    )
  }
  return { keys: rows.keys, rowCount: rows.rowCount(), longestRecord: rows.longestRecord(), broken }
}

function refuseMap({ keys }: JsonRows): void {
  if (keys.length <= mostKeys) return
  throw new UnreadableFileError(
    'too_large',
    `The objects of this JSON have more than ${mostKeys.toLocaleString('en-US')} different keys. Make the keys values of a column.`,
  )
}

function placeError({
  line,
  message,
  column,
}: {
  line: number
  message: string
  column?: number
}): UnreadableFileError {
  const place = column === undefined ? `line ${line}` : `line ${line}, column ${column}`
  return new UnreadableFileError(
    'corrupt_file',
    `This JSON breaks at ${place}: ${message}. Correct it and drop it again.`,
  )
}

function describe(encoding: FoundEncoding, layout: JsonLayout): FoundFormat {
  const isLines = layout.kind === 'lines'
  const path = layout.kind === 'array' && layout.path.length > 0 ? `$.${layout.path.join('.')}` : null
  return {
    type: isLines ? 'ndjson' : 'json',
    encoding: encoding.encoding,
    bom: encoding.bomLength > 0,
    delimiter: null,
    quote: null,
    escape: null,
    line_end: null,
    comment: null,
    header_rows: 0,
    skipped_rows: 0,
    sheet: null,
    range: null,
    json_path: path,
    compression: null,
    evidence: [
      {
        what: 'type',
        chosen: isLines ? 'ndjson' : 'json',
        because: isLines
          ? 'Each line is a value of its own.'
          : layout.kind === 'array'
            ? path
              ? 'The longest list of objects stands there.'
              : 'The document is a list.'
            : 'The document is one value.',
        runner_up: null,
        margin: null,
      },
    ],
  }
}
