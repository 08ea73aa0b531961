import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeTableFile } from '../table-file.ts'
import { writeWorkbook } from '../workbook-file.ts'
import type { Decisions } from './decisions.ts'

/** A file that nobody has sent before; `lines` as a loop over its bytes counts them, where it is a text of lines. */
export interface MixedFile {
  name: string
  content: Buffer
  sha256: string
  lines: number | null
  /** How its reading ends when nobody interferes. */
  ends: 'ready' | 'error'
}

const kinds = { csv: 6, odd: 3, ndjson: 2, json: 2, xlsx: 2, parquet: 2, gzip: 2, broken: 1, empty: 0.5 }

/** Makes a file of any format and size. `number` makes it unlike every other. */
export const makeMixedFile = async (decide: Decisions, number: number, directory: string): Promise<MixedFile> => {
  const kind = decide.weighted(kinds)
  const rows = Math.round(decide.between(1, 30_000))
  const [name, content, isText] = await makers[kind](rows, number, join(directory, `made-${number}`))
  return {
    name,
    content,
    sha256: createHash('sha256').update(content).digest('hex'),
    lines: isText ? countLines(content) : null,
    ends: kind === 'broken' || kind === 'empty' ? 'error' : 'ready',
  }
}

type Maker = (rows: number, number: number, path: string) => Promise<[name: string, content: Buffer, isText: boolean]>

const plain = (rows: number, number: number): string =>
  `id,text,file,day\n${listOf(rows, (row) => `${row},"row, ${row * 7919}",${number},2024-01-${String((row % 28) + 1).padStart(2, '0')}`)}\n`

/** A title, blank lines, rows that are too long or too short, a footer, mixed line ends. */
const odd = (rows: number, number: number): string =>
  `Report number ${number};;\r\n\r\nid;name;amount\r\n${listOf(rows, (row) => oddRow(row), '\r\n')}\nSource: somebody's hand\n`

const oddRow = (row: number): string =>
  row % 50 === 7 ? `${row};short` : row % 90 === 8 ? `${row};long;1,50;;` : `${row};"Ä ${row}";${row % 100},50`

const makers: Record<keyof typeof kinds, Maker> = {
  csv: async (rows, number) => ['orders.csv', Buffer.from(plain(rows, number)), true],
  odd: async (rows, number) => ['report.csv', Buffer.from(odd(rows, number), 'latin1'), true],
  ndjson: async (rows, number) => [
    'events.ndjson',
    Buffer.from(`${listOf(rows, (row) => JSON.stringify({ id: row, file: number, tags: ['a', `t${row % 9}`] }))}\n`),
    true,
  ],
  json: async (rows, number) => [
    'answer.json',
    Buffer.from(JSON.stringify({ number, items: Array.from({ length: rows }, (_, id) => ({ id, half: id / 2 })) })),
    false,
  ],
  xlsx: async (rows, number, path) => {
    const cells = (count: number) => [
      ['id', 'name'],
      ...Array.from({ length: count }, (_, row) => [row, `n ${row % 100}`]),
    ]
    await writeWorkbook(path, {
      sheets: [
        { name: `Sheet ${number}`, rows: cells(Math.min(rows, 8_000)) },
        { name: 'Other', rows: cells(3) },
      ],
    })
    return ['book.xlsx', await takeFile(path), false]
  },
  parquet: async (rows, number, path) => {
    await writeTableFile(path, `SELECT range AS id, ${number} AS file, 'v' || range % 97 AS text FROM range(${rows})`)
    return ['table.parquet', await takeFile(path), false]
  },
  gzip: async (rows, number) => ['orders.csv.gz', gzipSync(plain(rows, number)), false],
  broken: async (_rows, number) => ['broken.parquet', Buffer.from(`PAR1 nothing of number ${number} PAR1`), false],
  empty: async (_rows, number) => ['empty.csv', Buffer.from(' '.repeat(number) + '\n'.repeat(number % 7)), false],
}

const listOf = (rows: number, line: (row: number) => string, end = '\n'): string =>
  Array.from({ length: rows }, (_, row) => line(row)).join(end)

const takeFile = async (path: string): Promise<Buffer> => {
  const content = await readFile(path)
  await rm(path)
  return content
}

/** An ending of its own on the last line is not asked for. */
const countLines = (content: Buffer): number => {
  let lines = 0
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) lines += 1
  return content.at(-1) === 10 ? lines : lines + 1
}
