import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openDuckDb } from './duckdb.ts'
import { quoteName, quoteText } from './sql-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-duckdb-'))
const options = { threads: 1, memoryLimitBytes: 256e6, tempDir: join(folder, 'spill') }
afterAll(() => rmSync(folder, { recursive: true }))

const endless = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7'

describe('openDuckDb', () => {
  test('interrupts a statement when its signal is aborted, and works on', async () => {
    const duck = await openDuckDb(options)
    const reason = new Error('enough')
    const stop = new AbortController()
    const began = performance.now()
    setTimeout(() => stop.abort(reason), 50)
    await expect(duck.query(endless, { signal: stop.signal })).rejects.toBe(reason)
    expect(performance.now() - began).toBeLessThan(30_000)
    expect((await duck.query('SELECT 1')).rows).toEqual([[1]])
    await expect(duck.query('SELECT 1', { signal: stop.signal })).rejects.toBe(reason)
    duck.close()
  })

  test('runs statements of two connections beside each other', async () => {
    const duck = await openDuckDb(options)
    const other = await duck.beside()
    const stop = new AbortController()
    const waiting = duck.query(endless, { signal: stop.signal }).catch(() => 'stopped')
    expect((await other.query('SELECT 2')).rows).toEqual([[2]])
    stop.abort()
    expect(await waiting).toBe('stopped')
    duck.close()
  })

  test('shows numbers to visitors beside each other, and stops for one that throws or has seen enough', async () => {
    const duck = await openDuckDb(options)
    const seen: number[][] = [[], []]
    const shown: Float64Array[] = []
    const visiting = [0, 1].map((index) => {
      const expressions = [`(r + ${index * 1e6})::DOUBLE`, 'CASE WHEN r % 3 > 0 THEN r END::DOUBLE']
      return duck.visit(expressions, 'range(300_000) t(r) WHERE r % 2 = 0', ([numbers, thirds]) => {
        shown.push(numbers as Float64Array, thirds as Float64Array)
        for (const [row, number] of (numbers as Float64Array).entries()) {
          const rest = number - index * 1e6
          if (rest % 3 === 0 ? Number.isNaN(thirds?.[row]) : thirds?.[row] === rest) seen[index]?.push(number)
        }
      })
    })
    await Promise.all(visiting)
    const even = Array.from({ length: 150_000 }, (_, index) => index * 2)
    expect(seen.map((list) => list.sort((a, b) => a - b))).toEqual([even, even.map((number) => number + 1e6)])
    expect(shown.filter(({ length }) => length > 0)).toEqual([])

    const rows = 'range(1_000_000_000) t(r)'
    const failing = duck.visit(['r::DOUBLE'], rows, () => {
      throw new Error('cannot go on')
    })
    await expect(failing).rejects.toThrow('cannot go on')
    const stop = new AbortController()
    const stopped = duck.visit(['r::DOUBLE'], rows, () => stop.abort(new Error('enough')), { signal: stop.signal })
    await expect(stopped).rejects.toThrow('enough')
    expect((await duck.query('SELECT 3')).rows).toEqual([[3]])
    duck.close()
  })

  test('reads the allowed paths and nothing else when it is locked', async () => {
    const [allowed, other] = [join(folder, "it's.csv"), join(folder, 'other.csv')]
    for (const file of [allowed, other]) writeFileSync(file, 'a\n1\n')
    const duck = await openDuckDb({ ...options, onlyPaths: [allowed] })
    expect((await duck.query(`FROM read_csv(${quoteText(allowed)})`)).rows).toEqual([[1n]])
    for (const sql of [
      `FROM read_csv(${quoteText(other)})`,
      "FROM glob('/*')",
      "ATTACH '/tmp/x.db'",
      'SET threads = 4',
      'SET enable_external_access = true',
      'INSTALL httpfs',
      `COPY (SELECT 1) TO ${quoteText(other)}`,
    ]) {
      await expect(duck.query(sql), sql).rejects.toThrow()
    }
    duck.close()
  })

  test('takes any text and any name that the one quoting place has quoted', async () => {
    const duck = await openDuckDb(options)
    for (const text of ["it's", '"; DROP', 'a\0b', "\0'", '\\', 'ünï 😀', '']) {
      expect((await duck.query(`SELECT ${quoteText(text)} AS v`)).rows).toEqual([[text]])
    }
    for (const name of ['a "b"', 'x.y', 'select', '😀', "it's", 'n'.repeat(300)]) {
      expect((await duck.query(`SELECT 1 AS ${quoteName(name)}`)).columns[0]?.name).toBe(name)
    }
    duck.close()
  })
})
