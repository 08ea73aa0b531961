import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { makeClone } from '../test/clone.ts'

const clone = makeClone()
const mark = `DATALENS_TEST=${randomUUID()}`
const patience = { timeout: 120_000 }

afterAll(async () => {
  for (const pid of everyProcess()) process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => expect(everyProcess()).toEqual([]), patience)
  clone.remove()
})

/** All processes that descend from ours, whoever their parent is by now: they carry our mark in their environment. */
function everyProcess(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark)
      } catch {
        return false
      }
    })
}

const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
const findProcess = (pattern: RegExp) => everyProcess().find((pid) => pattern.test(commandOf(pid))) ?? 0
const nothingIsLeft = () => vi.waitFor(() => expect(everyProcess().map(commandOf)).toEqual([]), patience)

interface Run {
  npm: ChildProcess
  output(): string
  /** The exit code or the signal that ended npm. */
  ended: Promise<number | string>
}

function npmStart(environment: Record<string, string> = {}): Run {
  const [name = '', value = ''] = mark.split('=')
  const npm = spawn('npm', ['start'], {
    cwd: clone.directory,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn', [name]: value, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pieces: Buffer[] = []
  npm.stdout.on('data', (piece) => pieces.push(piece))
  npm.stderr.on('data', (piece) => pieces.push(piece))
  const ended = once(npm, 'close').then(([code, signal]) => code ?? signal)
  return { npm, output: () => Buffer.concat(pieces).toString(), ended }
}

async function started(environment?: Record<string, string>): Promise<Run & { url: string }> {
  const run = npmStart(environment)
  const url = await vi.waitFor(() => {
    const [, found] = /DataLens is ready: (\S+)/.exec(run.output()) ?? []
    if (!found) throw new Error(run.output())
    return found
  }, patience)
  return { ...run, url }
}

const person = { email: 'ann@example.org', username: 'ann', password: 'seven tall ships at anchor' }

async function post(url: string, path: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return answer.status
}

const signIn = (url: string) => post(url, '/auth/login', { login: person.username, password: person.password })

describe.runIf(process.platform === 'linux')('npm start', { timeout: 300_000 }, () => {
  test('builds the web, answers, refuses a second start, and stops at SIGTERM with nothing left', async () => {
    const first = await started()
    expect(await (await fetch(first.url)).text()).toContain('a web of one line')
    expect((await fetch(`${first.url}/health`)).status).toBe(200)
    expect(await post(first.url, '/auth/register', person)).toBe(201)

    const second = npmStart()
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/data is in use by datalens serve \(process \d+, since .*\)\. Stop it first/)
    expect(second.output()).toContain(`, at ${first.url})`)

    first.npm.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    await nothingIsLeft()
  })

  test('builds nothing again, and a back-up of the stopped home holds everything', async () => {
    const built = statSync(join(clone.directory, 'dist', 'web', 'index.html')).mtimeMs
    const copy = join(clone.directory, 'copy')
    cpSync(join(clone.directory, 'data'), copy, { recursive: true })
    const run = await started({ DATALENS_HOME: copy })
    expect(statSync(join(clone.directory, 'dist', 'web', 'index.html')).mtimeMs).toBe(built)
    expect(await signIn(run.url)).toBe(200)

    run.npm.kill('SIGKILL')
    expect(await run.ended).toBe('SIGKILL')
    await nothingIsLeft()
    expect(readdirSync(join(copy, 'postgres')).sort()).toEqual(['data', 'server.log'])
  })

  test('recovers when every process was killed at once', async () => {
    await started()
    for (const pid of everyProcess()) process.kill(pid, 'SIGKILL')
    await nothingIsLeft()
    expect(existsSync(join(clone.directory, 'data', 'postgres', 'data', 'postmaster.pid'))).toBe(true)

    const run = await started()
    expect(await signIn(run.url)).toBe(200)
    process.kill(findProcess(/node scripts\/start\.mjs/), 'SIGKILL')
    await nothingIsLeft()
    expect(existsSync(join(clone.directory, 'data', 'postgres', 'data', 'postmaster.pid'))).toBe(false)
  })

  test('ends when the server is killed, and takes the rest along', async () => {
    const run = await started()
    process.kill(findProcess(/src\/cli\/main\.ts serve/), 'SIGKILL')
    expect(await run.ended).not.toBe(0)
    await nothingIsLeft()
  })

  test('says what is wrong with the sources of the web, and starts when it is right again', async () => {
    const page = join(clone.directory, 'src', 'web', 'index.html')
    const text = readFileSync(page, 'utf8')
    writeFileSync(page, '<!doctype html><script type="module" src="./missing.ts"></script>')
    const broken = npmStart()
    expect(await broken.ended).toBe(1)
    expect(broken.output()).toContain('The web could not be built.')
    writeFileSync(page, text)
    const run = await started()
    run.npm.kill('SIGINT')
    expect(await run.ended).toBe(0)
    await nothingIsLeft()
  })
})
