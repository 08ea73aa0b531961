import { double, u16, u32 } from './xls-file.ts'
import { writeZip } from './zip-file.ts'

/** A record of an xlsb part: its number and its bytes. */
export type XlsbRecord = [type: number, ...data: (Buffer | number[])[]]

const text = (value: string) => Buffer.concat([u32(value.length), Buffer.from(value, 'utf16le')])

function part(list: XlsbRecord[]): Buffer {
  return Buffer.concat(
    list.map(([type, ...data]) => {
      const body = Buffer.concat(data.map((piece) => Buffer.from(piece)))
      const head = type < 0x80 ? [type] : [(type & 0x7f) | 0x80, type >> 7]
      return Buffer.concat([Buffer.from([...head, ...lengthBytes(body.length)]), body])
    }),
  )
}

function lengthBytes(length: number): number[] {
  return length < 0x80 ? [length] : [(length & 0x7f) | 0x80, ...lengthBytes(length >> 7)]
}

/** Cells and rows of an xlsb sheet. */
export const xlsbCell = {
  row: (row: number, isHidden = false): XlsbRecord => [0, u32(row, 0), u16(300), [0, isHidden ? 0x10 : 0], u32(0)],
  rk: (column: number, rk: number, style = 0): XlsbRecord => [2, u32(column, style), u32(rk)],
  error: (column: number, code: number): XlsbRecord => [3, u32(column, 0), [code]],
  boolean: (column: number, value: boolean): XlsbRecord => [4, u32(column, 0), [value ? 1 : 0]],
  real: (column: number, value: number, style = 0): XlsbRecord => [5, u32(column, style), double(value)],
  text: (column: number, value: string): XlsbRecord => [6, u32(column, 0), text(value)],
  shared: (column: number, index: number): XlsbRecord => [7, u32(column, 0), u32(index)],
  formulaText: (column: number, value: string): XlsbRecord => [8, u32(column, 0), text(value), u16(0), u32(0, 0)],
}

type XlsbWorkbook = {
  sheets: { name: string; rows: XlsbRecord[]; before?: XlsbRecord[]; after?: XlsbRecord[]; isHidden?: boolean }[]
  strings: string[]
  formats: string[]
}

/** Writes a binary workbook; style 0 has no format, the others those given. */
export async function writeXlsb(path: string, { sheets, strings, formats }: XlsbWorkbook): Promise<void> {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const relations = [
    ...sheets.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.bin`]),
    ['styles', 'styles.bin'],
    ['sharedStrings', 'sharedStrings.bin'],
  ]
  const list = relations.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`,
  )
  const style = (id: number): XlsbRecord => [47, u16(0, id, 0, 0, 0), Buffer.alloc(6)]
  await writeZip(path, [
    { name: '[Content_Types].xml', data: '<Types/>' },
    {
      name: 'xl/workbook.bin',
      data: part([
        [131],
        [153, u32(0, 0), text('')],
        [143],
        ...sheets.map(
          ({ name, isHidden }, index): XlsbRecord => [
            156,
            u32(isHidden ? 1 : 0, index + 1),
            text(`rId${index + 1}`),
            text(name),
          ],
        ),
        [144],
        [132],
      ]),
    },
    { name: 'xl/_rels/workbook.bin.rels', data: `<Relationships>${list.join('')}</Relationships>` },
    ...sheets.map(({ rows, before = [], after = [] }, index) => ({
      name: `xl/worksheets/sheet${index + 1}.bin`,
      data: part([[129], ...before, [145], ...rows, [146], ...after, [130]]),
    })),
    {
      name: 'xl/styles.bin',
      data: part([
        [278],
        ...formats.map((code, index): XlsbRecord => [44, u16(164 + index), text(code)]),
        [626, u32(1)],
        style(14),
        [627],
        [617, u32(formats.length + 1)],
        style(0),
        ...formats.map((_, index) => style(164 + index)),
        [618],
        [279],
      ]),
    },
    {
      name: 'xl/sharedStrings.bin',
      data: part([
        [159, u32(strings.length, strings.length)],
        ...strings.map((one): XlsbRecord => [19, [0], text(one)]),
        [160],
      ]),
    },
  ])
}
