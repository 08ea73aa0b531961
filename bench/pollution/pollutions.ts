import { type SourceTable, sourceTable } from './source-table.ts'
import { textOf, type WrittenFile, writtenFile, writtenRow } from './written-file.ts'

/**
 * A polluted file and the table that a perfect reader would make of it (`names` is null where the file has none).
 * `weight` says how often files of its class were met in a survey of some 3,700 files of open data.
 */
export type Pollution = {
  name: string
  group: string
  weight: number
  bytes: Buffer
  names: string[] | null
  rows: string[][]
}

/** The shares of classes in that survey, which found a file of each per so many. */
const weights: Record<string, number> = {
  'LF ends': 1691,
  semicolon: 834,
  'no header': 470,
  preamble: 282,
  'no final line end': 184,
  'comma and blank': 101,
  'two header rows': 47,
  'three header rows': 47,
  'second table, fewer columns': 63,
  'second table, as many columns': 63,
  'second table, more columns': 63,
  'no payload': 15,
  'single quotes': 11,
  'CR ends': 7,
  'no escape': 7,
  'blank line at the end': 5,
  tab: 4,
  blank: 4,
  'one row': 4,
  'header only': 3,
  'delimiter missing': 271,
  'delimiter too many': 304,
  'stray quote': 7.7,
  'row of blanks': 1,
}

/** All polluted files: one for each class, and one for each cell in the classes that pollute a cell or a row. */
export function pollutions(): Pollution[] {
  const table = sourceTable()
  return [...ofFiles(table), ...ofPlaces(table), ...ofOurOwn(table)]
}

type Change = (file: WrittenFile) => WrittenFile | string | undefined

function pollution(table: SourceTable, group: string, change: Change, expected: Partial<Pollution> = {}): Pollution {
  const file = structuredClone(writtenFile(table))
  const changed = change(file) ?? file
  const text = typeof changed === 'string' ? changed : textOf(changed)
  const weight = weights[group] ?? 0
  return { name: group, group, weight, bytes: Buffer.from(text), names: table.names, rows: table.rows, ...expected }
}

const marks =
  (mark: string): Change =>
  ({ rows }) => {
    for (const row of rows) row.marks.fill(mark)
    return undefined
  }
const ends =
  (end: string): Change =>
  ({ rows }) => {
    for (const row of rows) row.end = end
    return undefined
  }

function ofFiles(table: SourceTable): Pollution[] {
  const { names, rows } = table
  const of = (group: string, change: Change, expected?: Partial<Pollution>) => pollution(table, group, change, expected)
  const lastEnd =
    (end: string): Change =>
    (file) => {
      const last = file.rows.at(-1)
      if (last) last.end = end
      return undefined
    }
  const repeatedHeader =
    (extra: number): Change =>
    (file) => ({ ...file, rows: [...Array.from({ length: extra }, () => writtenRow(names)), ...file.rows] })
  const joined = (times: number) => names.map((name) => Array.from({ length: times }, () => name).join(' '))
  const secondTable =
    (width: number): Change =>
    (file) => {
      const wider = (cells: string[], extra: string) => [...cells, extra].slice(0, width)
      const second = [wider(names, 'col1'), ...rows.slice(0, -1).map((row) => wider(row, row.at(-1) ?? ''))]
      return { ...file, rows: [...file.rows, ...second.map((cells) => quoteWhereNeeded(cells))] }
    }
  return [
    of('clean', () => undefined),
    of('no payload', () => '', { names: null, rows: [] }),
    of('no final line end', lastEnd('')),
    of('blank line at the end', lastEnd('\r\n\r\n')),
    of('no header', (file) => ({ ...file, rows: file.rows.slice(1) }), { names: null }),
    of('two header rows', repeatedHeader(1), { names: joined(2) }),
    of('three header rows', repeatedHeader(2), { names: joined(3) }),
    of('preamble', (file) => ({
      ...file,
      rows: [writtenRow(['PREAMBLE', ...names.slice(1).map(() => '')]), writtenRow(names.map(() => '')), ...file.rows],
    })),
    of('second table, fewer columns', secondTable(names.length - 1)),
    of('second table, as many columns', secondTable(names.length)),
    of('second table, more columns', secondTable(names.length + 1)),
    of('header only', (file) => ({ ...file, rows: file.rows.slice(0, 1) }), { rows: [] }),
    of('one row', (file) => ({ ...file, rows: file.rows.slice(0, 2) }), { rows: rows.slice(0, 1) }),
    of('LF ends', ends('\n')),
    of('CR ends', ends('\r')),
    of('semicolon', marks(';')),
    of('tab', marks('\t')),
    of('comma and blank', marks(', ')),
    of('blank', marks(' ')),
    of('single quotes', (file) => ({ ...file, quote: "'", escape: '' })),
    of('backslash', (file) => ({ ...file, escape: '\\' })),
    of('no escape', (file) => ({ ...file, escape: '' })),
  ]
}

function quoteWhereNeeded(cells: string[]) {
  return writtenRow(cells, new Set(cells.flatMap((cell, index) => (/[",]/.test(cell) ? [index] : []))))
}

/** One file for each cell or row of the table. */
function ofPlaces(table: SourceTable): Pollution[] {
  const found: Pollution[] = []
  const lines = [table.names, ...table.rows]
  for (const [row, cells] of lines.entries()) {
    for (const column of cells.keys()) {
      const place = `row ${row}, column ${column}`
      const at = (group: string, change: (written: WrittenFile['rows'][number]) => void, strays = false) => {
        const expected = strays ? withStray(table, row, column) : {}
        const changed: Change = (file) => {
          change(file.rows[row] as WrittenFile['rows'][number])
          return undefined
        }
        found.push({ ...pollution(table, group, changed, expected), name: `${group}: ${place}` })
      }
      at('delimiter too many', (written) => {
        written.cells.splice(column, 0, { text: '', isQuoted: false })
        written.marks.push(',')
      })
      if (column > 0) at('delimiter missing', (written) => written.marks.splice(column - 1, 1, ''))
      at(
        'stray quote',
        (written) => {
          const cell = written.cells[column]
          if (cell) cell.isStray = true
        },
        true,
      )
    }
    const blanks: Change = (file) => {
      file.rows[row]?.marks.fill(' ')
      return undefined
    }
    found.push({ ...pollution(table, 'row of blanks', blanks), name: `row of blanks: row ${row}` })
  }
  const places = Map.groupBy(found, ({ group }) => group)
  return found.map((one) => ({ ...one, weight: one.weight / (places.get(one.group)?.length ?? 1) }))
}

function withStray({ names, rows }: SourceTable, row: number, column: number): Partial<Pollution> {
  const lines = [names, ...rows].map((cells, index) =>
    index === row ? cells.map((cell, at) => (at === column ? `"${cell}` : cell)) : cells,
  )
  return { names: lines[0] as string[], rows: lines.slice(1) }
}

/** Classes that the survey did not weigh. */
function ofOurOwn(table: SourceTable): Pollution[] {
  const of = (group: string, change: Change, expected?: Partial<Pollution>) => pollution(table, group, change, expected)
  const { names } = table
  const insert =
    (at: number, ...lines: string[][]): Change =>
    (file) => ({ ...file, rows: file.rows.toSpliced(at, 0, ...lines.map((cells) => writtenRow(cells))) })
  const padded = (text: string) => [text, ...names.slice(1).map(() => '')]
  const empty = names.map(() => '')
  const end = table.rows.length + 1
  const encoded = (group: string, encode: (text: string) => Buffer) => ({
    ...of(group, () => undefined),
    bytes: encode(textOf(writtenFile(table))),
  })
  return [
    ...['|', ':', '^', '~', '||', '; ', '\t\t'].map((mark) => of(`delimiter ${JSON.stringify(mark)}`, marks(mark))),
    of('preamble of one line', insert(0, ['Deliveries of 2018'])),
    of(
      'preamble of three lines and a blank one',
      insert(0, ['Deliveries'], ['Harbour: North'], ['As of 2018-05-01'], ['']),
    ),
    of('preamble padded', insert(0, padded('Deliveries'), padded('Harbour: North'), empty)),
    of('footer', insert(end, [''], ['Source: Harbour office'])),
    of('footer padded', insert(end, empty, padded('Source: Harbour office'))),
    of('footer without a blank line', insert(end, ['Source: Harbour office'], ['All rights reserved'])),
    of('comments', (file) => `# deliveries, 2018\n# by the harbour office\n${textOf(file)}`),
    of('comments inside', insert(12, ['# checked until here'])),
    of('units row', insert(1, ['', '', '[n]', '', '[USD]', '', '', '', ''])),
    of('sep line', (file) => `sep=,\r\n${textOf(file)}`),
    of('trailing delimiters', (file) => textOf(file).replaceAll('\r\n', ',\r\n')),
    of('mixed line ends', (file) => {
      for (const [index, row] of file.rows.entries()) row.end = ['\r\n', '\n', '\r'][index % 3] as string
      return undefined
    }),
    of('blank lines inside', (file) => {
      for (const [index, row] of file.rows.entries()) if (index % 9 === 4) row.end = '\r\n\r\n'
      return undefined
    }),
    of(
      'second table after a blank line',
      (file) => `${textOf(file)}\r\nBerth,Metres\r\nKG-1,120\r\nMI-2,95\r\nRL-3,240\r\n`,
    ),
    of('byte order mark', (file) => `\ufeff${textOf(file)}`),
    encoded('UTF-16 LE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
    encoded('UTF-16 BE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()),
  ]
}
