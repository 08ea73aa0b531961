/** The records of an xls file that are read, by their numbers in [MS-XLS] and, for Excel 2 to 4, in its forerunners. */
export const records = {
  boundSheet: 0x85,
  codePage: 0x42,
  columnInfo: 0x7d,
  continued: 0x3c,
  dateMode: 0x22,
  end: 0x0a,
  filePass: 0x2f,
  mergedCells: 0xe5,
  multipleRk: 0xbd,
  richLabel: 0xd6,
  rk: 0x27e,
  sharedLabel: 0xfd,
  sharedStrings: 0xfc,
} as const

/** The kinds of records that several versions of Excel number differently. */
export const numbered = {
  begin: new Set([0x09, 0x209, 0x409, 0x809]),
  boolOrError: new Set([0x05, 0x205]),
  format: new Set([0x1e, 0x41e]),
  formula: new Set([0x06, 0x206, 0x406]),
  label: new Set([0x04, 0x204]),
  number: new Set([0x03, 0x203]),
  row: new Set([0x08, 0x208]),
  string: new Set([0x07, 0x207]),
  style: new Set([0x43, 0x243, 0x443, 0xe0]),
} as const

/** Takes the bytes of a stream of records in pieces and gives each record; false from the listener ends it. */
export function splitRecords(listener: (type: number, data: Buffer) => boolean): { push(chunk: Buffer): boolean } {
  let rest: Buffer = Buffer.alloc(0)
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let at = 0
      while (at + 4 <= bytes.length) {
        const length = bytes.readUInt16LE(at + 2)
        if (at + 4 + length > bytes.length) break
        if (!listener(bytes.readUInt16LE(at), bytes.subarray(at + 4, at + 4 + length))) return false
        at += 4 + length
      }
      rest = bytes.subarray(at)
      return true
    },
  }
}
