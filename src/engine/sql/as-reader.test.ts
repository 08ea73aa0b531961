import { spawnSync } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../../../test/table-file.ts'
import { asReader } from './as-reader.ts'

test('who may only read a file cannot write it, root neither where the system has user namespaces', async () => {
  const before = asReader()
  if (process.getuid?.() === 0 && before.length === 0) return
  const directory = await temporaryDirectory()
  onTestFinished(() => directory.remove())
  const file = join(directory.path, 'table')
  await writeFile(file, 'rows')
  await chmod(file, 0o444)
  const run = (script: string) => {
    const [program = 'sh', ...rest] = [...before, 'sh', '-c', script]
    return spawnSync(program, rest, { encoding: 'utf8' })
  }
  expect(run(`cat '${file}'`).stdout).toBe('rows')
  expect(run(`echo other > '${file}'`).status).not.toBe(0)
  expect(await readFile(file, 'utf8')).toBe('rows')
})
