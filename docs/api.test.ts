import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const page = fileURLToPath(new URL('./api.md', import.meta.url))
const command = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

let directory: string
let server: ChildProcess
let url: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'datalens-test-'))
  server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', command, 'serve'], {
    cwd: directory,
    env: { ...process.env, DATALENS_HOME: join(directory, 'home'), PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!server.stdout) throw new Error('The server has no output to read.')
  for await (const line of createInterface({ input: server.stdout })) {
    url = /http:\S+/.exec(line)?.[0] ?? ''
    if (url) break
  }
})

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
  await rm(directory, { recursive: true })
})

const blocks = async (language: string) =>
  [...(await readFile(page, 'utf8')).matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(
    ([, code]) => code,
  )

test('the curl and JavaScript of the page work as they stand', async () => {
  const env = { ...process.env, URL: url }
  const [shell, withToken] = await blocks('sh')
  const commands = `${shell ?? 'exit 1'}\n${withToken ?? 'exit 1'}`
  const { stdout } = await run('sh', ['-e', '-c', commands], { cwd: directory, env })
  expect(stdout).toContain('"rows":[["HAM","Ada","12.5"]]')
  expect(stdout).toContain('"row_count":2')
  expect(stdout.trimEnd()).toMatch(/\{"id":[^\n]*"title":"Harbour visits"[^\n]*\}$/)
  const original = await readFile(join(directory, 'visits.csv'))
  expect(await readFile(join(directory, 'copy.csv'))).toEqual(original)

  const [script] = await blocks('js')
  const printed = await run(process.execPath, ['--input-type=module', '--eval', script ?? ''], { cwd: directory, env })
  expect(printed.stdout).toBe('port,calls 2 [["HAM",12],["RTM",7]]\n')
})

test('endpoints.md names every endpoint once, says what it does, and names none that is gone', async () => {
  const { paths } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { summary: string }>>
  }
  const served = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary }]) => `${method.toUpperCase()} ${path}: ${summary}`),
  )
  const text = await readFile(new URL('./endpoints.md', import.meta.url), 'utf8')
  const named = [...text.matchAll(/^\| `([A-Z]+ \S+)` \| (.+) \|$/gm)].map(([, request, what]) => `${request}: ${what}`)
  expect(named.toSorted()).toEqual(served.toSorted())
})
