import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runInProcess } from './run-in-process.ts'
import { type SpareProcess, spareProcess } from './spare-process.ts'

let directory: string
let entry: URL
const { signal } = new AbortController()

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spare-'))
  entry = pathToFileURL(join(directory, 'pid.mjs'))
  await writeFile(
    entry,
    `process.on('disconnect', () => process.exit())
process.once('message', () => process.send({ done: process.pid }))`,
  )
})

afterAll(() => rm(directory, { recursive: true }))

/** After a task the next process waits already: without those who listen to its end there is no other after it. */
const endSpare = async (start: SpareProcess['start']) => {
  const child = start(entry).removeAllListeners('exit')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('a task gets the process that was prepared for it, and each one its own', async () => {
  const { prepare, start } = spareProcess(30_000)
  const started: (number | undefined)[] = []
  const pid = () => {
    const watched = (of: URL) => {
      const child = start(of)
      started.push(child.pid)
      return child
    }
    return runInProcess<object, number>(entry, {}, { signal, start: watched })
  }
  prepare(entry)
  const [first, second] = [await pid(), await pid()]
  expect([first, second]).toEqual(started)
  expect(first).not.toBe(second)
  await endSpare(start)
})

test('a spare process that could not be started is none', async () => {
  const { prepare, start } = spareProcess(30_000)
  const { execPath } = process
  process.execPath = '/nowhere/node'
  prepare(entry)
  process.execPath = execPath
  await new Promise(setImmediate)
  expect(await runInProcess<object, number>(entry, {}, { signal, start })).toBeGreaterThan(0)
  await endSpare(start)
})
