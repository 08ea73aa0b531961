import { execFileSync, fork, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import type { Filter } from '../../shared/rows.ts'
import { QueryFailure } from './query-failure.ts'
import { createQueryPool, type QueryPoolOptions, type RowsQuestion } from './query-pool.ts'
import { QuestionError } from './question-error.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let words: string
let numbers: string
let pools = 0

const rowCount = 300_000

beforeAll(async () => {
  directory = await temporaryDirectory()
  words = join(directory.path, 'words.parquet')
  numbers = join(directory.path, 'numbers.parquet')
  await writeTableFile(
    words,
    `SELECT i::INTEGER AS i, 'Word ' || repeat(md5(i::VARCHAR), 8) AS word FROM range(${rowCount}) AS r(i)`,
  )
  await writeTableFile(numbers, 'SELECT i::INTEGER AS i, i * i AS square FROM range(1000) AS r(i)')
})

afterAll(() => directory?.remove())

const openPool = (options: Partial<QueryPoolOptions> = {}) => {
  const tempDir = join(directory.path, `pool-${pools++}`)
  const pool = createQueryPool({ processes: 2, memoryLimitBytes: 512 * 2 ** 20, tempDir, ...options })
  onTestFinished(() => pool.close())
  return { ...pool, tempDir: options.tempDir ?? tempDir }
}

const page = (tableFile: string, question: Partial<RowsQuestion> = {}): RowsQuestion => ({
  tableFile,
  offset: 0,
  limit: 3,
  sort: [],
  ...question,
})

/** Looks for so many words that are not there that it takes seconds; for 40, many. */
const slow = (wordCount = 40): RowsQuestion => {
  const or: Filter[] = Array.from({ length: wordCount }, (_, index) => ({
    column: 'word',
    op: 'contains',
    value: `0nowhere ${index}`,
  }))
  return page(words, { filter: { or } })
}

const queryProcesses = (parent?: number) => processesOf('query-process', parent)

const processesOf = (entry: string, parent = process.pid): number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , ppid, args]) => Number(ppid) === parent && args?.includes(entry))
    .map(([, pid]) => Number(pid))

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error('It never came true.')
}

test('rows of two tables, asked side by side', async () => {
  const pool = openPool()
  const [first, second] = await Promise.all([pool.rows(page(numbers)), pool.rows(page(words, { offset: 1 }))])
  expect(first).toMatchObject({
    rows: [
      [0, 0],
      [1, 1],
      [2, 4],
    ],
    total: 1000,
  })
  expect(second.rows[0]?.[1]).toBe(`Word ${createHash('md5').update('1').digest('hex').repeat(8)}`)
  expect(JSON.parse(await pool.rowsText(page(numbers)))).toEqual(first)
})

test('errors of a question come back as what they are', async () => {
  const pool = openPool({ processes: 1 })
  const error = await pool.rows(page(numbers, { columns: ['nope'] })).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(QuestionError)
  expect(error).toMatchObject({ path: 'columns.0', message: 'There is no column "nope".' })
  await expect(pool.rows(page(join(directory.path, 'gone.parquet')))).rejects.toThrow(/gone\.parquet/)
  expect((await pool.rows(page(numbers))).total).toBe(1000)
})

test('slow questions do not make a quick one about the same table wait', async () => {
  const pool = openPool({ queueLimit: 1 })
  let areAnswered = false
  const abort = new AbortController()
  for (const question of [slow(), slow(41)]) {
    const waiting = pool.rows(question, { signal: abort.signal }).finally(() => {
      areAnswered ||= !abort.signal.aborted
    })
    waiting.catch(() => {})
  }
  expect((await pool.rows(page(words))).total).toBe(rowCount)
  expect(areAnswered).toBe(false)
  abort.abort()
})

test('a question that is withdrawn rejects with the reason and frees its process', async () => {
  const pool = openPool({ processes: 1 })
  await pool.rows(page(words))
  const [process] = queryProcesses()
  const abort = new AbortController()
  const asked = pool.rows(slow(), { signal: abort.signal })
  const inLine = pool.rows(page(numbers), { signal: abort.signal })
  const next = pool.rows(page(numbers))
  const reason = new Error('The reader has gone.')
  setTimeout(() => abort.abort(reason), 300)
  await expect(asked).rejects.toBe(reason)
  await expect(inLine).rejects.toBe(reason)
  expect((await next).total).toBe(1000)
  expect(queryProcesses()).toEqual([process])
  await expect(pool.rows(page(numbers), { signal: abort.signal })).rejects.toBe(reason)
})

test('a process that no longer listens is left for another, which is not asked what was withdrawn', async () => {
  const pool = openPool({ processes: 1 })
  await pool.rows(page(words))
  const [deaf] = queryProcesses()
  process.kill(deaf as number, 'SIGSTOP')
  const abort = new AbortController()
  const asked = pool.rows(slow(400), { signal: abort.signal })
  const next = pool.rows(page(numbers))
  abort.abort(new Error('The reader has gone.'))
  await expect(asked).rejects.toThrow('The reader has gone.')
  expect((await next).total).toBe(1000)
  await until(() => !queryProcesses().includes(deaf as number))
})

test('a question that takes too long is stopped', async () => {
  const pool = openPool({ processes: 1, timeoutMs: 1000 })
  await pool.rows(page(words))
  const error = await pool.rows(slow()).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(QueryFailure)
  expect(error).toMatchObject({ code: 'timeout', message: expect.stringMatching(/^Stopped after 1 s\./) })
  expect((await pool.rows(page(numbers))).total).toBe(1000)
})

test('when all places in line are taken, the next one is told so, unless the same is asked already', async () => {
  const pool = openPool({ processes: 1, queueLimit: 1 })
  const abort = new AbortController()
  const taken = [pool.rows(slow(), { signal: abort.signal }), pool.rows(page(numbers), { signal: abort.signal })]
  for (const question of taken) question.catch(() => {})
  const together = pool.rows(page(numbers))
  const further = page(numbers, { offset: 1 })
  await expect(pool.rows(further)).rejects.toMatchObject({ name: 'QueryFailure', code: 'busy' })
  abort.abort()
  expect((await together).total).toBe(1000)
})

test('the question of a process that is killed is asked again, unseen', async () => {
  const pool = openPool({ processes: 1 })
  await pool.rows(page(words))
  const [victim] = queryProcesses()
  const asked = pool.rows({ ...slow(8), limit: 1 })
  await sleep(300)
  process.kill(victim as number, 'SIGKILL')
  expect(await asked).toMatchObject({ total: 0, total_unfiltered: rowCount })
  expect(queryProcesses()).not.toContain(victim)
})

test('a question that loses two processes fails, and the pool goes on', async () => {
  const pool = openPool({ processes: 1 })
  await pool.rows(page(words))
  const asked = pool.rows(slow()).catch((thrown) => thrown)
  const seen = new Set<number>()
  for (let kills = 0; kills < 2; kills++) {
    await until(() => queryProcesses().some((pid) => !seen.has(pid)))
    await sleep(300)
    for (const pid of queryProcesses()) {
      seen.add(pid)
      process.kill(pid, 'SIGKILL')
    }
  }
  expect(await asked).toMatchObject({ name: 'QueryFailure', code: 'crashed' })
  expect((await pool.rows(page(numbers))).total).toBe(1000)
})

test('a process that is killed while idle is replaced', async () => {
  const pool = openPool({ processes: 1 })
  await pool.rows(page(numbers))
  for (const pid of queryProcesses()) process.kill(pid, 'SIGKILL')
  expect((await pool.rows(page(numbers, { offset: 1 }))).total).toBe(1000)
})

test('a signal meant for the server leaves the processes alone', async () => {
  const pool = openPool({ processes: 1 })
  await pool.rows(page(numbers))
  const before = queryProcesses()
  for (const pid of before) {
    process.kill(pid, 'SIGINT')
    process.kill(pid, 'SIGTERM')
  }
  await sleep(200)
  expect((await pool.rows(page(numbers, { offset: 1 }))).total).toBe(1000)
  expect(queryProcesses()).toEqual(before)
})

test('closing ends the processes and rejects what is under way', async () => {
  const pool = openPool()
  const asked = [pool.rows(slow()), pool.rows(slow()), pool.rows(page(numbers))]
  const outcomes = Promise.allSettled(asked)
  await sleep(500)
  await pool.close()
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(queryProcesses()).toEqual([])
  await expect(pool.rows(page(numbers))).rejects.toThrow(QueryFailure)
  expect(await readdir(pool.tempDir).catch(() => [])).toEqual([])
})

test('processes end with their parent, and the next pool removes what they spilled', async () => {
  const tempDir = join(directory.path, 'left-behind')
  const script = join(directory.path, 'parent.mjs')
  await writeFile(
    script,
    `import { createQueryPool } from ${JSON.stringify(new URL('./query-pool.ts', import.meta.url).href)}
    const pool = createQueryPool({ processes: 1, memoryLimitBytes: 2 ** 29, tempDir: ${JSON.stringify(tempDir)} })
    await pool.rows(${JSON.stringify(page(numbers))})
    process.send('ready')
    await pool.rows(${JSON.stringify(slow())})`,
  )
  const parent = fork(script, { execArgv: ['--disable-warning=ExperimentalWarning'] })
  await once(parent, 'message')
  const orphans = queryProcesses(parent.pid)
  expect(orphans).toHaveLength(1)
  await sleep(300)
  parent.kill('SIGKILL')
  await until(() => orphans.every((pid) => !isRunning(pid)))
  expect(await readdir(tempDir)).toHaveLength(1)
  const alive = spawn('sleep', ['60'])
  onTestFinished(() => void alive.kill())
  await mkdir(join(tempDir, `query-${alive.pid}-other`))
  openPool({ tempDir })
  expect(await readdir(tempDir)).toEqual([`query-${alive.pid}-other`])
})

function isRunning(pid: number): boolean {
  const state = execFileSync('ps', ['-A', '-o', 'pid=,stat='], { encoding: 'utf8' })
  return state.split('\n').some((line) => new RegExp(`^\\s*${pid}\\s+[^Z]`).test(line))
}

test('what was found of a table is kept until the table is forgotten', async () => {
  const pool = openPool({ processes: 1 })
  const file = join(directory.path, 'changing.parquet')
  const odd = page(file, { filter: { column: 'i', op: 'gt', value: 0 } })
  await writeTableFile(file, 'SELECT 1 AS i FROM range(10)')
  expect((await pool.rows(odd)).total).toBe(10)
  pool.forget(file)
  await writeTableFile(file, 'SELECT 1 AS i FROM range(20)')
  expect((await pool.rows(odd)).total).toBe(20)
})

test('a long table is sorted once, in a process of its own, whatever ends it', async () => {
  const tall = join(directory.path, 'tall.parquet')
  const length = 600_000
  await writeTableFile(
    tall,
    `SELECT ((i * 7919) % ${length})::DOUBLE AS x, i::INTEGER AS i FROM range(${length}) AS r(i)`,
  )
  const tempDir = join(directory.path, 'pool-tall')
  const first = openPool({ tempDir })
  const sorting = () => processesOf('sort-process')
  const lists = async () => (await readdir(`${tempDir}-lists`)).filter((name) => name.endsWith('.sort'))
  const down = [{ column: 'x', descending: true }]
  const far = page(tall, { columns: ['x'], sort: down, offset: 500_000 })
  const farAway = [[99_999], [99_998], [99_997]]
  const nope = page(tall, { sort: [{ column: 'nope', descending: true }], offset: 500_000 })
  await expect(first.rows(nope)).rejects.toThrow(QuestionError)
  expect(await lists()).toEqual([])

  const abort = new AbortController()
  const withdrawn = first.rows(far, { signal: abort.signal })
  withdrawn.catch(() => {})
  await until(() => sorting().length > 0)
  abort.abort(new Error('The reader has gone.'))
  await expect(withdrawn).rejects.toThrow('The reader has gone.')
  for (const pid of sorting()) process.kill(pid, 'SIGKILL')
  expect((await first.rows(far)).rows).toEqual(farAway)
  first.forget(tall)
  expect(await lists()).toEqual([])
  await first.close()

  const second = openPool({ tempDir })
  const [nearer, further] = await Promise.all([
    second.rows(page(tall, { columns: ['x'], sort: down })),
    second.rows(far),
  ])
  expect(nearer.rows).toEqual([[length - 1], [length - 2], [length - 3]])
  expect(further.rows).toEqual(farAway)
  expect(await lists()).toHaveLength(1)
  await second.close()
  expect(sorting()).toEqual([])

  const third = openPool({ tempDir })
  const before = await stat(join(`${tempDir}-lists`, (await lists())[0] as string))
  expect((await third.rows(far)).rows).toEqual(farAway)
  expect(sorting()).toEqual([])
  const { ino } = await stat(join(`${tempDir}-lists`, (await lists())[0] as string))
  expect(ino).toBe(before.ino)
  third.forget(tall)
  expect(await lists()).toEqual([])
})

test('no question changes a table file, and none sees the environment', async () => {
  const pool = openPool({ processes: 1 })
  const before = createHash('sha256')
    .update(await readFile(numbers))
    .digest('hex')
  const copy = `1'; COPY (SELECT 1 AS i) TO '${numbers}' (FORMAT parquet, USE_TMP_FILE false); --`
  for (const question of [
    { q: copy },
    { columns: [copy] },
    { sort: [{ column: copy, descending: false }] },
    { filter: { column: copy, op: 'is_null' } },
    { filter: { column: 'i', op: 'eq', value: copy } },
  ] satisfies Partial<RowsQuestion>[]) {
    await pool.rows(page(numbers, question)).catch((error) => expect(error).toBeInstanceOf(QuestionError))
  }
  expect(
    createHash('sha256')
      .update(await readFile(numbers))
      .digest('hex'),
  ).toBe(before)
  if (process.platform === 'linux') {
    const [pid] = queryProcesses()
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toMatch(/HOME|PATH|VITEST/)
  }
})
