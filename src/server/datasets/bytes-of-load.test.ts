import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bytesOfLoad } from './bytes-of-load.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-room-'))
const file = join(folder, 'file')

afterAll(() => rmSync(folder, { recursive: true }))

test('a wide table needs more room for each byte than another, and a packed file as much as it may hold', async () => {
  const perByte = async (text: string | Buffer, fileName = 'data.csv') => {
    writeFileSync(file, text)
    return bytesOfLoad({ file, fileName, fileSize: 1000 })
  }
  const header = (columns: number, mark: string) => Array.from({ length: columns }, (_, at) => `c${at}`).join(mark)
  expect(await perByte(`${header(2000, ',')}\n1\n`)).toBe(1500)
  expect(await perByte(`${header(2001, ',')}\n1\n`)).toBe(4000)
  expect(await perByte(`A title\r\n${header(5000, ';')}\r\n`)).toBe(4000)
  expect(await perByte(Buffer.from(header(3000, '\t'), 'utf16le'), 'data.tsv')).toBe(4000)
  expect(await perByte('a,b\n'.repeat(5000))).toBe(1500)
  expect(await perByte('', 'data.csv.gz')).toBe(5000)
})
