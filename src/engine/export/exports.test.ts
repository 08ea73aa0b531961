import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import { createExports } from './exports.ts'

test('exports wait for each other, nobody takes all places, and what an earlier run left is gone', async () => {
  const directory = await temporaryDirectory()
  onTestFinished(() => directory.remove())
  const tableFile = join(directory.path, 'table.parquet')
  await writeTableFile(tableFile, 'SELECT i FROM range(3) AS r(i)')
  const workDir = join(directory.path, 'exports')
  await mkdir(join(workDir, 'left over'), { recursive: true })
  const exports = createExports({
    ...{ workDir, places: 2, queueLimit: 1, patienceMs: 60_000, stallMs: 60_000, leastBytes: 2 ** 20 },
    ...{ threads: 1, memoryLimitBytes: 128 * 2 ** 20, maxTempBytes: 2 ** 20 },
  })
  const question = { tableFile, asText: false, format: 'csv' as const, guard: true, sort: [] }
  const going = new AbortController()
  const begin = (person: string, width = 1) =>
    exports.begin(question, { person, of: 'data', width, signal: going.signal })
  const first = await begin('ada')
  expect(await readdir(workDir)).not.toContain('left over')
  const second = begin('ada')
  await expect(begin('ada')).rejects.toMatchObject({ code: 'busy' })
  const others = await begin('bob')
  expect(await text(others.stream)).toBe('i\n0\n1\n2\n')
  first.stream.destroy()
  const { rowCount, stream } = await second
  expect(rowCount).toBe(3)
  stream.destroy()
  await begin('ada', 3000)
  expect(exports.underWay('ada', 'data').at(-1)).toMatchObject({ format: 'csv', rowCount: 3 })
  expect(exports.underWay('ada', 'other')).toEqual([])
  const nextWide = begin('bob', 3000)
  const usual = await begin('bob')
  usual.stream.destroy()
  const third = begin('ada')
  going.abort(new Error('gone'))
  await expect(third).rejects.toThrow('gone')
  await expect(nextWide).rejects.toThrow('gone')
  await expect.poll(() => readdir(workDir)).toEqual([])
})
