import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { readSettings, settingsSchema } from '../src/server/settings.ts'

const page = readFileSync(join(import.meta.dirname, 'deploy.md'), 'utf8')
const block = (language: string) => new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? ''
const run = promisify(execFile)

test('the page names no setting that does not exist', () => {
  const named = [...page.matchAll(/`([A-Z]{3,}(?:_[A-Z]+)*)(?:=[^`]*)?`/g)].map(([, name = '']) => name)
  const known = new Set([...Object.keys(settingsSchema.shape), 'UPDATE', 'DELETE', 'TRUNCATE'])
  expect(named.filter((name) => !known.has(name))).toEqual([])
  expect(new Set(named).size).toBeGreaterThan(8)
})

test('the unit sets what the settings take', () => {
  const environment = Object.fromEntries(
    [...block('ini').matchAll(/^Environment=(\w+)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  )
  expect(readSettings({ environment, directory: tmpdir() })).toMatchObject({
    publicUrl: 'https://data.example.org',
    trustProxy: 1,
    home: '/srv/datalens/data',
  })
})

test('systemd understands the unit, where there is one to ask', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'datalens-unit-'))
  const unit = join(directory, 'datalens.service')
  const local = block('ini')
    .replace(/^(User|WorkingDirectory)=.*\n/gm, '')
    .replace('/usr/bin/npm start', '/bin/true')
  writeFileSync(unit, local)
  try {
    const { stderr } = await run('systemd-analyze', ['verify', '--man=no', unit])
    expect(stderr.split('\n').filter((line) => line.includes('datalens.service'))).toEqual([])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('nginx limits no body, buffers nothing, and passes on what DataLens needs', () => {
  const lines = new Set(
    block('nginx')
      .split('\n')
      .map((line) => line.trim()),
  )
  for (const line of [
    'client_max_body_size 0;',
    'proxy_request_buffering off;',
    'proxy_buffering off;',
    'proxy_http_version 1.1;',
    'proxy_set_header Host $host;',
    'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
    'proxy_set_header X-Forwarded-Proto $scheme;',
  ]) {
    expect(lines).toContain(line)
  }
})
