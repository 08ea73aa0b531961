import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compoundFile } from '../../../../../test/compound-file.ts'
import { temporaryDirectory } from '../../../../../test/table-file.ts'
import { cell, u16, u32, wide, type XlsRecord, xlsFile, xlsStream } from '../../../../../test/xls-file.ts'
import { nameCompoundFile } from '../name-compound-file.ts'
import { openXls } from './open-xls.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeAll(async () => {
  directory = await temporaryDirectory()
})
afterAll(() => directory?.remove())

const stored = async (bytes: Buffer) => {
  const file = join(directory.path, 'x.xls')
  await writeFile(file, bytes)
  return file
}
const sheetOf = (...records: XlsRecord[]) => ({ sheets: [{ name: 'S', records }] })
const textsOf = async (bytes: Buffer) => {
  const workbook = await openXls(await stored(bytes))
  const reading = await workbook.readSheet(0)
  const texts: string[] = []
  for await (const rows of reading.rows) for (const { cells } of rows) texts.push(...cells.map(({ text }) => text))
  workbook.close()
  return texts
}

/** Where the entry of the directory with a number stands in a file of `test/compound-file.ts`. */
const entryAt = (bytes: Buffer, number: number) => (bytes.readUInt32LE(48) + 1) * 512 + number * 128

/** A file whose last stream stands in a storage of its own, as those of embedded objects do. */
function withEmbedded(streams: { name: string; data: Buffer }[]): Buffer {
  const bytes = compoundFile([
    ...streams.slice(0, -1),
    { name: 'MBD0001', data: Buffer.alloc(0) },
    ...streams.slice(-1),
  ])
  const storage = entryAt(bytes, streams.length)
  bytes.writeUInt8(1, storage + 66)
  bytes.writeUInt32LE(0xffffffff, storage + 72)
  bytes.writeUInt32LE(streams.length + 1, storage + 76)
  return bytes
}

test('the workbook is that of the file, not that of an object in it', async () => {
  const own = { name: 'Workbook', data: xlsStream(sheetOf(cell.text(0, 0, 'own'))) }
  const embedded = { name: 'Workbook', data: xlsStream(sheetOf(cell.text(0, 0, 'embedded'))) }
  expect(await textsOf(withEmbedded([own, embedded]))).toEqual(['own'])

  const looping = compoundFile([own])
  looping.writeUInt32LE(1, entryAt(looping, 1) + 68)
  expect(await textsOf(looping)).toEqual(['own'])

  const document = withEmbedded([{ name: 'WordDocument', data: Buffer.alloc(64) }, embedded])
  await expect(nameCompoundFile(await stored(document))).rejects.toThrow('old Word document')
})

test('a small stream cannot be as large as its entry says', async () => {
  const bytes = compoundFile([{ name: 'Workbook', data: xlsStream(sheetOf(cell.text(0, 0, 'a'))), isSmall: true }])
  bytes.writeUInt32LE(0xffffffff, 56)
  bytes.writeUInt32LE(0xffffff00, entryAt(bytes, 1) + 120)
  bytes.writeUInt32LE(0, 3 * 512)
  await expect(openXls(await stored(bytes))).rejects.toMatchObject({ code: 'corrupt_file' })
})

test('sheets end where the next one begins, and their number is bounded', async () => {
  const sheet = (name: string) => ({ name, records: [cell.text(0, 0, name)] })
  const { sheets, close } = await openXls(await stored(xlsFile({ sheets: [sheet('a'), sheet('bcd')] })))
  close()
  expect(sheets[1]?.bytes).toBeGreaterThan(sheets[0]?.bytes as number)
  const listed = Array.from({ length: 10_001 }, (): XlsRecord => [0x85, u32(0), [0, 0], wide('S', 1)])
  const many = xlsFile({ sheets: [], globals: listed })
  await expect(openXls(await stored(many))).rejects.toMatchObject({ code: 'too_large' })
})

test('a damaged cell is no reason to leave it out', async () => {
  const first = cell.text(0, 0, 'a')
  for (const damaged of [cell.shared(1, 0, 7), [0x27e, u16(1, 0, 0)] satisfies XlsRecord]) {
    await expect(textsOf(xlsFile(sheetOf(first, damaged)))).rejects.toMatchObject({ code: 'corrupt_file' })
  }
  expect(await textsOf(xlsFile(sheetOf(first, [0x208, u16(0)])))).toEqual(['a'])
})
