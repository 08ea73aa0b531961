import type { SheetReading, Workbook } from './workbook.ts'
import type { ZipParts } from './zip-parts.ts'

/** A workbook whose sheets are parts of a zip. What all of them share (texts, styles) is read with the first one. */
export function workbookInZip<Context>(
  parts: ZipParts,
  worksheets: readonly { name: string; isHidden: boolean; part: string }[],
  readContext: () => Promise<Context>,
  readSheet: (part: string, context: Context) => SheetReading,
): Workbook {
  let context: Promise<Context> | undefined
  return {
    sheets: worksheets.map(({ name, isHidden, part }, index) => ({ index, name, isHidden, bytes: parts.sizeOf(part) })),
    async readSheet(index) {
      const sheet = worksheets[index]
      if (!sheet) throw new RangeError(`The workbook has no sheet ${index}.`)
      context ??= readContext()
      return readSheet(sheet.part, await context)
    },
    close: () => parts.close(),
  }
}
