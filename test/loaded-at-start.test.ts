import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const src = fileURLToPath(new URL('../src', import.meta.url))

/** What a module loads with itself: no types, and nothing that is imported when it is needed. */
const loadedBy = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import(?! type\b)|export(?! type\b)|\}).*? from '([^']+)'$/gm)].map(
    ([, name = '']) => (name.startsWith('.') ? join(dirname(file), name) : name),
  )

function loadedFrom(entry: string): Set<string> {
  const found = new Set([join(src, entry)])
  for (const file of found) if (file.startsWith(src)) for (const name of loadedBy(file)) found.add(name)
  return found
}

test('the server loads at its start neither DuckDB nor what few installations or requests need', () => {
  const loaded = loadedFrom('server/main.ts')
  expect(loaded.size).toBeGreaterThan(200)
  expect(loaded).toContain('fastify')
  expect(loaded).toContain(join(src, 'server/accounts/oidc-client.ts'))
  const heavy = ['@duckdb/node-api', 'nodemailer', 'openid-client', '@zxcvbn-ts/core', '@zxcvbn-ts/language-en']
  expect(heavy.filter((name) => loaded.has(name))).toEqual([])
})

test('a worker loads DuckDB', () => {
  expect(loadedFrom('server/worker.ts')).toContain('@duckdb/node-api')
})
