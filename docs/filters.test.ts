import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filterOps } from '../src/shared/rows.ts'

test('every operator of a filter is documented, in its order, and nothing else', () => {
  const page = readFileSync(new URL('filters.md', import.meta.url), 'utf8')
  const documented = [...page.matchAll(/^\| `(\w+)` +\| (?!`value`)/gm)].map(([, op]) => op)
  expect(documented).toEqual([...filterOps])
})
