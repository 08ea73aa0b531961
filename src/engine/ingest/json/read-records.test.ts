import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { jsonRows } from './json-rows.ts'
import { openJsonText } from './json-text.ts'
import { locateRecords } from './locate-records.ts'
import { writeRecords } from './read-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-records-'))
const file = join(folder, 'sparse.ndjson')
const target = join(folder, 'records.csv')

afterAll(() => rmSync(folder, { recursive: true }))

const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, index])))
const hearing = { isFlat: false, onRecord: () => {}, onRepeated: () => {} }

async function write(mostBytes: number): Promise<string[]> {
  writeFileSync(file, `${wide}\n${'{"k1":1}\n'.repeat(3000)}`)
  const text = await openJsonText(file, {}, undefined)
  const listener = { target, mostBytes, broken: () => {}, afterPiece: async () => {}, restart: async () => {} }
  await writeRecords(text, await locateRecords(text, {}), hearing, listener)
  return readFileSync(target, 'utf8').trimEnd().split('\n')
}

test('rows are as long as all their commas, and written before they are too many', async () => {
  const rows = jsonRows({ ...hearing, isWhole: false })
  const add = (text: string) => {
    const bytes = Buffer.from(text)
    rows.add({ bytes, start: 0, end: bytes.length, lineAt: () => 1 })
  }
  add(wide)
  for (let row = 0; row < 100; row++) add('{}')
  expect(rows.byteLength()).toBeGreaterThan(100_000)

  const lines = await write(10e6)
  expect(lines.slice(-3000).every((line) => line === `,1${','.repeat(998)}`)).toBe(true)
  await expect(write(1e6)).rejects.toMatchObject({ code: 'too_large' })
})
