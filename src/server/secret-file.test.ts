import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Home, openHome } from './home.ts'
import { readOrCreateSecret } from './secret-file.ts'

let home: Home
beforeEach(async () => {
  home = await openHome(join(mkdtempSync(join(tmpdir(), 'datalens-secret-')), 'home'))
})
afterEach(() => rmSync(join(home.root, '..'), { recursive: true }))

test('a secret is made once, also when many ask for it at the same moment', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => readOrCreateSecret(home, 'tokens')))
  expect(new Set(secrets).size).toBe(1)
  expect(Buffer.from(secrets[0] ?? '', 'base64url')).toHaveLength(32)
  expect(readdirSync(home.secrets)).toEqual(['tokens'])
})

test.skipIf(process.platform === 'win32')('nobody else may read it, whatever the modes were before', async () => {
  await readOrCreateSecret(home, 'tokens')
  chmodSync(home.secrets, 0o755)
  chmodSync(join(home.secrets, 'tokens'), 0o644)
  await openHome(home.root)
  expect(statSync(home.secrets).mode & 0o777).toBe(0o700)
  expect(statSync(join(home.secrets, 'tokens')).mode & 0o777).toBe(0o600)
})

test('a damaged secret is reported, never replaced', async () => {
  writeFileSync(join(home.secrets, 'tokens'), '')
  await expect(readOrCreateSecret(home, 'tokens')).rejects.toThrow('does not hold a secret of 256 bits')
})
