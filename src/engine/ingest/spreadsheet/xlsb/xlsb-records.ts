/** The records of an xlsb part that are read, by their numbers in [MS-XLSB]. */
export const xlsbRecords = {
  row: 0,
  rk: 2,
  error: 3,
  boolean: 4,
  real: 5,
  text: 6,
  sharedText: 7,
  formulaText: 8,
  formulaNumber: 9,
  formulaBoolean: 10,
  formulaError: 11,
  sharedItem: 19,
  format: 44,
  style: 47,
  columnInfo: 60,
  richText: 62,
  sheetData: 145,
  endSheetData: 146,
  workbookProperties: 153,
  sheet: 156,
  mergedCells: 176,
  cellStyles: 617,
  endCellStyles: 618,
} as const

/** Takes the bytes of a part in pieces and gives each record. What is left at the end is no record. */
export function splitXlsbRecords(listener: (type: number, data: Buffer) => void): {
  push(chunk: Buffer): void
  isComplete(): boolean
} {
  let rest: Buffer = Buffer.alloc(0)
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let at = 0
      for (;;) {
        const head = readHead(bytes, at)
        if (!head || head.from + head.length > bytes.length) break
        listener(head.type, bytes.subarray(head.from, head.from + head.length))
        at = head.from + head.length
      }
      rest = bytes.subarray(at)
    },
    isComplete: () => rest.length === 0,
  }
}

/** The type in one or two bytes and the length in one to four, seven bits of each. */
function readHead(bytes: Buffer, start: number): { type: number; length: number; from: number } | undefined {
  let at = start
  let type = bytes[at++]
  if (type === undefined) return undefined
  if (type >= 0x80) {
    const high = bytes[at++]
    if (high === undefined) return undefined
    type = (type & 0x7f) | ((high & 0x7f) << 7)
  }
  let length = 0
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[at++]
    if (byte === undefined) return undefined
    length |= (byte & 0x7f) << shift
    if (byte < 0x80) break
  }
  return { type, length, from: at }
}

/** A text with its length in four bytes before it; null where there is none. */
export function wideText(data: Buffer, at: number): { text: string | null; end: number } {
  const length = data.readUInt32LE(at)
  if (length === 0xffffffff) return { text: null, end: at + 4 }
  const end = at + 4 + 2 * length
  if (end > data.length) throw new RangeError('A text is longer than its record.')
  return { text: data.toString('utf16le', at + 4, end), end }
}
