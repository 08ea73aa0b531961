import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { boxSchema, columnProfileSchema, histogramRules, profileSchema } from '../src/shared/profile.ts'

const page = readFileSync(new URL('statistics.md', import.meta.url), 'utf8')

/** The names in code style in the first column of the page's tables, and those of parts of a statistic. */
const firstCells = page.split('\n').flatMap((line) => (/^\| `/.test(line) ? [line.split(' | ')[0] as string] : []))
const documented = new Set(firstCells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)))
const fields = [...Object.keys(profileSchema.shape), ...Object.keys(columnProfileSchema.shape), ...histogramRules]

test('every field of a profile is defined', () => {
  expect(fields.filter((name) => !documented.has(name))).toEqual([])
})

test('nothing is defined that is no field', () => {
  expect([...documented].filter((name) => !fields.includes(name as string))).toEqual([])
})

test('the parts of quantiles and box are named', () => {
  const parts = [...Object.keys(columnProfileSchema.shape.quantiles.unwrap().shape), ...Object.keys(boxSchema.shape)]
  expect(parts.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
