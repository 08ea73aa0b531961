import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { hashSync, verify } from '@node-rs/bcrypt'
import { serverFlags } from '../scripts/project.mjs'

/** How sign-ins keep up with bcrypt alone, and what other requests wait for them. Milliseconds. */
export type SignInFigures = {
  hashes_per_second: number
  sign_ins_per_second: number
  ratio: number
  health_idle_p50: number
  health_idle_p95: number
  health_during_24_sign_ins_p50: number
  health_during_24_sign_ins_p95: number
}

const person = { email: 'bench@example.org', username: 'bench', password: 'seven tall ships at anchor' }
const command = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const concurrency = 8
const rounds = 5

/** Measures a server of its own, in turns with a loop that only hashes at the same concurrency. */
export async function measureSignIn(): Promise<SignInFigures> {
  const directory = await mkdtemp(join(tmpdir(), 'datalens-bench-'))
  const server = spawn(process.execPath, [...serverFlags, command, 'serve'], {
    cwd: directory,
    env: { ...process.env, DATALENS_HOME: join(directory, 'home'), PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const url = await addressOf(server.stdout)
    await post(`${url}/api/v1/auth/register`, person)
    const signIn = () => post(`${url}/api/v1/auth/login`, { login: person.username, password: person.password })
    const health = () => fetch(`${url}/health`).then((answer) => answer.text())

    const hash = hashSync(person.password, { cost: 12 })
    const rates: { hashes: number[]; signIns: number[] } = { hashes: [], signIns: [] }
    await atOnce(concurrency, signIn)
    for (let round = 0; round < rounds; round += 1) {
      rates.hashes.push(await rateOf(() => verify(person.password, hash)))
      rates.signIns.push(await rateOf(signIn))
    }
    for (let n = 0; n < 50; n += 1) await health()
    const idle = await waitsFor(health, setTimeoutAsync(2000))
    const busy = await waitsFor(health, atOnce(24, signIn))
    const [hashes, signIns] = [median(rates.hashes), median(rates.signIns)]
    return {
      hashes_per_second: round1(hashes),
      sign_ins_per_second: round1(signIns),
      ratio: Math.round((signIns / hashes) * 100) / 100,
      health_idle_p50: round1(quantile(idle, 0.5)),
      health_idle_p95: round1(quantile(idle, 0.95)),
      health_during_24_sign_ins_p50: round1(quantile(busy, 0.5)),
      health_during_24_sign_ins_p95: round1(quantile(busy, 0.95)),
    }
  } finally {
    server.kill('SIGTERM')
    await once(server, 'exit')
    await rm(directory, { recursive: true, force: true })
  }
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [url] = /http:\S+/.exec(line) ?? []
    if (url) return url
  }
  throw new Error('The server did not start.')
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status} ${await answer.text()}`)
  await answer.arrayBuffer()
}

const atOnce = (count: number, work: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, work))

/** Per second, always `concurrency` under way. */
async function rateOf(work: () => Promise<unknown>): Promise<number> {
  let left = concurrency * 3
  const startedAt = performance.now()
  await atOnce(concurrency, async () => {
    while (left > 0) {
      left -= 1
      await work()
    }
  })
  return (concurrency * 3) / ((performance.now() - startedAt) / 1000)
}

/** How long each of a row of requests took while something else went on. */
async function waitsFor(request: () => Promise<unknown>, meanwhile: Promise<unknown>): Promise<number[]> {
  let isOver = false
  const over = meanwhile.then(() => {
    isOver = true
  })
  const waits: number[] = []
  while (!isOver) {
    const startedAt = performance.now()
    await request()
    waits.push(performance.now() - startedAt)
    await setTimeoutAsync(5)
  }
  await over
  return waits.toSorted((a, b) => a - b)
}

const setTimeoutAsync = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const quantile = (sorted: number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
const median = (numbers: number[]) =>
  quantile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  )
const round1 = (value: number) => Math.round(value * 10) / 10

if (import.meta.main) console.log(JSON.stringify(await measureSignIn(), null, 2))
