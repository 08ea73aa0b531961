import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProgram } from '../src/cli/program.ts'

const page = readFileSync(join(import.meta.dirname, 'accounts.md'), 'utf8')
const user = createProgram().commands.find((command) => command.name() === 'user')

test('every command of datalens user is explained, and none that does not exist', () => {
  const explained = [...page.matchAll(/^\| `datalens user ([\w-]+)`/gm)].map(([, name]) => name)
  expect(explained).toEqual(user?.commands.map((command) => command.name()))
})

test('every option is named, and none that does not exist', () => {
  const known = user?.commands.flatMap(({ options }) => options.map(({ long }) => long))
  const section = page.slice(page.indexOf('### On the command line'), page.indexOf('## Limits'))
  const named = [...section.matchAll(/(--[a-z][\w-]*)/g)].map(([, option]) => option)
  expect([...new Set(named)].sort()).toEqual([...new Set(known)].sort())
})

test('every link leads somewhere', () => {
  for (const [, target = ''] of page.matchAll(/\]\(([^#)]+)\)/g)) {
    expect(existsSync(join(import.meta.dirname, target)), target).toBe(true)
  }
})
