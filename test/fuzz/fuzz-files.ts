import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { randomSource } from '../random-source.ts'
import type { MutantOutcome } from './load-mutant.ts'
import type { Mutant } from './mutants-process.ts'

/** What became of all damaged files: how many were read and refused, and what must not be. */
export type FuzzedFiles = { read: number; refused: number; faults: string[] }

const folder = join(import.meta.dirname, '../../fixtures/ingest')
const entry = join(import.meta.dirname, 'mutants-process.ts')
const patienceMs = 30_000
const mostMemory = '--max-old-space-size=1024'

/** Reads golden files with damage of every kind, in a process of their own so that one that crashes or hangs is known. */
export async function fuzzFiles(count: number, seed: number, say: (line: string) => void): Promise<FuzzedFiles> {
  const goldens = readdirSync(folder).filter((name) => !name.endsWith('.expected.json'))
  const random = randomSource(seed)
  const found: FuzzedFiles = { read: 0, refused: 0, faults: [] }
  let child = start()
  for (let index = 0; index < count; index++) {
    const name = goldens[Math.floor(random() * goldens.length)] as string
    const mutant = { golden: join(folder, name), seed: Math.floor(random() * 2 ** 31) }
    const answer = await ask(child, mutant)
    if (typeof answer === 'string') {
      child.kill('SIGKILL')
      child = start()
      found.faults.push(`${name}, seed ${mutant.seed}: ${answer}`)
    } else {
      found[answer.outcome]++
      found.faults.push(...answer.faults.map((fault) => `${name}, seed ${mutant.seed}: ${fault}`))
    }
    if ((index + 1) % 250 === 0) say(`${index + 1} of ${count} damaged files`)
  }
  child.disconnect()
  return found
}

const start = () => fork(entry, { execArgv: [...process.execArgv, mostMemory] })

/** What becomes of one damaged file, or why that is not known. */
function ask(child: ChildProcess, mutant: Mutant): Promise<MutantOutcome | string> {
  const { promise, resolve } = Promise.withResolvers<MutantOutcome | string>()
  const timer = setTimeout(() => resolve('It takes over 30 seconds.'), patienceMs)
  const crash = (code: number | null, signal: string | null) => resolve(`The process ends with ${signal ?? code}.`)
  child.once('exit', crash)
  child.once('message', (outcome: MutantOutcome) => resolve(outcome))
  child.send(mutant)
  return promise.finally(() => {
    clearTimeout(timer)
    child.off('exit', crash)
    child.removeAllListeners('message')
  })
}
