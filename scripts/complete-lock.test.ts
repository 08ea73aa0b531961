import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the lock file names the packages of every platform, so that npm ci accepts it', () => {
  const script = join(import.meta.dirname, 'complete-lock.mjs')
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe(
    'package-lock.json is complete.\n',
  )
})
