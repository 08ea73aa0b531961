import type { TextDecoder } from 'node:util'
import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { builtInFormat, classifyFormat, type NumberFormat } from '../number-format.ts'
import type { TextStore } from '../text-store.ts'
import { numbered, records } from './biff-records.ts'
import { codePageDecoder, unicodeText } from './biff-text.ts'
import { readSharedTexts } from './shared-strings.ts'

/** The version of the records: 2 to 5 as in Excel 2 to 95, 8 from Excel 97 on. */
export type BiffVersion = 2 | 3 | 4 | 5 | 8

/** What stands before the sheets of an xls file and holds for all of them; `from` is where a sheet begins. */
export type Globals = {
  version: BiffVersion
  epoch: 1900 | 1904
  decoder: TextDecoder
  formatOf(style: number): NumberFormat
  strings: TextStore
  sheets: { name: string; isHidden: boolean; from: number }[]
}

const mostSheets = 10_000

/** Takes the records before the first sheet. */
export type GlobalsListener = { add(type: number, data: Buffer): void; globals(): Globals }

/** The version that the first record of a stream tells of. */
export function versionOf(type: number, data: Buffer): BiffVersion {
  if (type === 0x09) return 2
  if (type === 0x209) return 3
  if (type === 0x409) return 4
  return data.readUInt16LE(0) === 0x0600 ? 8 : 5
}

/** Collects what holds for all sheets. */
export function listenToGlobals(version: BiffVersion): GlobalsListener {
  let epoch: 1900 | 1904 = 1900
  let decoder = codePageDecoder(1252)
  const sheets: { data: Buffer; from: number; isHidden: boolean }[] = []
  const codes: { id: number; data: Buffer }[] = []
  const styles: number[] = []
  const strings: Buffer[] = []
  let isInStrings = false

  const textAt = (data: Buffer, at: number, lengthBytes: 1 | 2): string => {
    const length = lengthBytes === 1 ? (data[at] ?? 0) : data.readUInt16LE(at)
    const from = at + lengthBytes
    return version === 8 ? unicodeText(data, from, length) : decoder.decode(data.subarray(from, from + length))
  }

  return {
    add(type, data) {
      if (type === records.continued && isInStrings) {
        strings.push(Buffer.from(data))
        return
      }
      isInStrings = type === records.sharedStrings
      if (isInStrings) strings.push(Buffer.from(data))
      else if (type === records.filePass) throw locked()
      else if (type === records.dateMode) epoch = data.readUInt16LE(0) === 1 ? 1904 : 1900
      else if (type === records.codePage) decoder = codePageDecoder(data.readUInt16LE(0))
      else if (type === records.boundSheet) {
        const isWorksheet = (data[5] ?? 0) === 0
        const isHidden = ((data[4] ?? 0) & 3) !== 0
        if (isWorksheet) sheets.push({ from: data.readUInt32LE(0), isHidden, data: Buffer.from(data) })
        if (sheets.length > mostSheets) throw tooManySheets()
      } else if (numbered.format.has(type)) {
        codes.push({ id: version >= 5 ? data.readUInt16LE(0) : codes.length, data: Buffer.from(data) })
      } else if (numbered.style.has(type)) styles.push(formatNumber(type, data))
    },
    globals() {
      const textPlace = version >= 4 ? 2 : 0
      const formats = new Map(
        codes.map(({ id, data }) => [id, classifyFormat(textAt(data, textPlace, version === 8 ? 2 : 1))]),
      )
      const byId = (id: number) => formats.get(id) ?? builtInFormat(id)
      const known = styles.map(byId)
      return {
        version,
        epoch,
        decoder,
        formatOf: (style) => (version === 2 ? byId(style) : (known[style] ?? builtInFormat(0))),
        strings: readSharedTexts(strings),
        sheets: sheets.map(({ data, ...sheet }) => ({ ...sheet, name: textAt(data, 6, 1) })),
      }
    },
  }
}

function formatNumber(type: number, data: Buffer): number {
  if (type === 0xe0) return data.readUInt16LE(2)
  return type === 0x43 ? (data[2] ?? 0) & 0x3f : (data[1] ?? 0)
}

function locked(): UnreadableFileError {
  return new UnreadableFileError(
    'password_protected',
    'This workbook is protected by a password. Remove it in Excel and drop the file again. Nothing was stored.',
  )
}

function tooManySheets(): UnreadableFileError {
  return new UnreadableFileError('too_large', 'This workbook lists over 10,000 sheets. It was not read.')
}
