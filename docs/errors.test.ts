import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { problemCodes } from '../src/shared/problem.ts'

const page = readFileSync(new URL('./errors.md', import.meta.url), 'utf8')

const documented = [...page.matchAll(/^\| *`(\w+)` *\| *(\d{3}) *\| *(.+?) *\| *(.+?) *\|$/gm)].map(
  ([, code = '', status, when = '', todo = '']) => ({ code, status: Number(status), when, todo }),
)

test('errors.md names every error code once, with its status, and none that is gone', () => {
  const found = documented.map(({ code, status }) => `${code} ${status}`)
  const known = Object.entries(problemCodes).map(([code, { status }]) => `${code} ${status}`)
  expect(found.toSorted()).toEqual(known.toSorted())
})

test('errors.md says of each when it happens and what to do', () => {
  for (const { when, todo } of documented) {
    expect(when).toMatch(/^\p{Lu}.+\.$/u)
    expect(todo).toMatch(/^(\p{Lu}|`).+\.$/u)
  }
})
