import { compoundFile } from './compound-file.ts'

/** A record of an xls file: its number and its bytes. */
export type XlsRecord = [type: number, ...data: (Buffer | number[])[]]

export const u16 = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(2 * numbers.length)
  for (const [index, number] of numbers.entries()) bytes.writeUInt16LE(number & 0xffff, 2 * index)
  return bytes
}

export const u32 = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * numbers.length)
  for (const [index, number] of numbers.entries()) bytes.writeUInt32LE(number >>> 0, 4 * index)
  return bytes
}

export const double = (number: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(number)
  return bytes
}

/** A text of Excel 97: its length in one or two bytes, its flags, and its characters, one or two bytes each. */
export const wide = (text: string, lengthBytes: 1 | 2): Buffer => {
  const isLatin = /^[\0-\xff]*$/.test(text)
  const length = lengthBytes === 1 ? Buffer.from([text.length]) : u16(text.length)
  return Buffer.concat([length, Buffer.from([isLatin ? 0 : 1]), Buffer.from(text, isLatin ? 'latin1' : 'utf16le')])
}

/** The bytes of records. */
export function xlsRecords(list: XlsRecord[]): Buffer {
  return Buffer.concat(
    list.map(([type, ...data]) => {
      const body = Buffer.concat(data.map((piece) => Buffer.from(piece)))
      return Buffer.concat([u16(type, body.length), body])
    }),
  )
}

/** A sheet to write; `kind` 2 is a chart, `state` 1 is hidden and 2 very hidden. */
export type XlsSheet = { name: string; records: XlsRecord[]; state?: number; kind?: number }

type XlsWorkbook = { sheets: XlsSheet[]; globals?: XlsRecord[]; version?: 5 | 8 }

const begin = (version: 5 | 8, kind: number): XlsRecord => [0x809, u16(version === 8 ? 0x600 : 0x500, kind, 0, 0)]

/** The stream of an xls workbook with nothing in it but what was asked for. */
export function xlsStream({ sheets, globals = [], version = 8 }: XlsWorkbook): Buffer {
  const name = (text: string) =>
    version === 8 ? wide(text, 1) : Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')])
  const entry = ({ name: text, state = 0, kind = 0 }: XlsSheet, from: number): XlsRecord => [
    0x85,
    u32(from),
    [state, kind],
    name(text),
  ]
  const write = (from: number[]) =>
    xlsRecords([begin(version, 5), ...globals, ...sheets.map((sheet, index) => entry(sheet, from[index] ?? 0)), [0x0a]])
  const bodies = sheets.map(({ records, kind = 0 }) =>
    xlsRecords([begin(version, kind === 2 ? 0x20 : 0x10), ...records, [0x0a]]),
  )
  const from: number[] = []
  let at = write([]).length
  for (const body of bodies) {
    from.push(at)
    at += body.length
  }
  return Buffer.concat([write(from), ...bodies])
}

/** An xls file of Excel 97 to 2003, or of Excel 5 and 95. */
export function xlsFile(workbook: XlsWorkbook): Buffer {
  const name = workbook.version === 5 ? 'Book' : 'Workbook'
  return compoundFile([{ name, data: xlsStream(workbook) }])
}

/** Records of formats, and of a style for each of them from style 1 on; style 0 has none. */
export function formatRecords(codes: string[]): XlsRecord[] {
  return [
    ...codes.map((code, index): XlsRecord => [0x41e, u16(164 + index), wide(code, 2)]),
    ...[0, ...codes.map((_, index) => 164 + index)].map((id): XlsRecord => [0xe0, u16(0, id), Buffer.alloc(16)]),
  ]
}

/** The shared texts as one record. */
export function sharedTexts(texts: string[]): XlsRecord {
  return [0xfc, u32(texts.length, texts.length), ...texts.map((text) => wide(text, 2))]
}

export const cell = {
  shared: (row: number, column: number, index: number): XlsRecord => [0xfd, u16(row, column, 0), u32(index)],
  number: (row: number, column: number, value: number, style = 0): XlsRecord => [
    0x203,
    u16(row, column, style),
    double(value),
  ],
  whole: (row: number, column: number, value: number, style = 0): XlsRecord => [
    0x27e,
    u16(row, column, style),
    u32((value << 2) | 2),
  ],
  text: (row: number, column: number, text: string): XlsRecord => [0x204, u16(row, column, 0), wide(text, 2)],
}
