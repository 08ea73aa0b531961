import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { linkDependencies, makeClone } from '../test/clone.ts'

test('the packed tarball, installed elsewhere, runs as datalens', { timeout: 400_000 }, async () => {
  const clone = makeClone()
  onTestFinished(clone.remove)
  const options = { cwd: clone.directory, shell: process.platform === 'win32', encoding: 'utf8' } as const
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--loglevel=error'], options)
  expect(status, stdout + stderr).toBe(0)
  const tarball = readdirSync(clone.directory).find((name) => name.endsWith('.tgz')) ?? ''

  const elsewhere = join(clone.directory, 'elsewhere')
  const installed = join(elsewhere, 'node_modules', 'datalens')
  linkDependencies(elsewhere)
  mkdirSync(installed)
  execFileSync('tar', ['-xzf', join(clone.directory, tarball), '-C', installed, '--strip-components=1'])
  expect(readdirSync(installed).sort()).toEqual(['bin', 'dist', 'package.json'])

  const server = spawn(process.execPath, [join(installed, 'bin', 'datalens.mjs'), 'serve'], {
    cwd: elsewhere,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn', DATALENS_HOME: '', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void server.kill('SIGKILL'))
  const [line] = await once(createInterface(server.stdout), 'line')
  const url = /^DataLens is ready: (\S+)$/.exec(line)?.[1] ?? ''
  expect(await (await fetch(url)).text()).toContain('a web of one line')
  expect((await fetch(`${url}/api/docs.css`)).status).toBe(200)
  expect(await readRows(url)).toEqual([
    ['ann', 1],
    ['bob', 2],
  ])

  server.kill('SIGTERM')
  expect(await once(server, 'exit')).toEqual([0, null])
  expect(readdirSync(join(elsewhere, 'data', 'postgres')).sort()).toEqual(['data', 'server.log'])
})

/** What a file holds that went all the way through: taken in, read by a worker, asked for in a query process. */
async function readRows(url: string): Promise<unknown> {
  const api = `${url}/api/v1`
  const account = { email: 'ann@example.org', username: 'ann', password: 'seven tall ships at anchor' }
  const headers = { 'content-type': 'application/json' }
  await fetch(`${api}/auth/register`, { method: 'POST', headers, body: JSON.stringify(account) })
  const credentials = JSON.stringify({ login: account.username, password: account.password })
  const signIn = await fetch(`${api}/auth/login`, { method: 'POST', headers, body: credentials })
  const authorization = `Bearer ${((await signIn.json()) as { access_token: string }).access_token}`
  const sample = await fetch(`${api}/samples/harbour-visits`, { method: 'POST', headers: { authorization } })
  expect(sample.status).toBe(201)
  const form = new FormData()
  form.append('file', new Blob(['name,count\nann,1\nbob,2\n']), 'people.csv')
  const upload = await fetch(`${api}/datasets?wait=60`, { method: 'POST', headers: { authorization }, body: form })
  const { id } = (await upload.json()) as { id: string }
  const rows = await fetch(`${api}/datasets/${id}/rows`, { headers: { authorization } })
  return ((await rows.json()) as { rows: unknown }).rows
}
