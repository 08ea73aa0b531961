import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { auditActions } from '../src/shared/audit.ts'

const page = readFileSync(join(import.meta.dirname, 'audit.md'), 'utf8')
const documented = [...page.matchAll(/^\| `([a-z]+\.[a-z_]+)` *\| *(.+?) *\| *(.+?) *\|$/gm)].map(
  ([, action = '', when = '', details = '']) => ({ action, when, details }),
)

const root = join(import.meta.dirname, '..')
const sources = ['src/server/**/*.ts', 'src/cli/**/*.ts', 'migrations/*.ts']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((file) => !/\.test\.ts$/.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')

test('audit.md explains every action once, and none that does not exist', () => {
  expect(documented.map(({ action }) => action).toSorted()).toEqual(Object.keys(auditActions).toSorted())
})

test('audit.md says of each when it is written', () => {
  for (const { action, when, details } of documented) {
    expect([action, when]).toEqual([action, expect.stringMatching(/^\p{Lu}.+\.$/u)])
    expect([action, details]).toEqual([action, expect.stringMatching(/^(none|.*`.+`.*)$/)])
  }
})

test('every action is written somewhere', () => {
  const unwritten = Object.keys(auditActions).filter((action) => !sources.includes(`'${action}'`))
  expect(unwritten).toEqual([])
})
