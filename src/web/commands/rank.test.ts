import { expect, test } from 'vitest'
import { fitOf, rank } from './rank.ts'

test('the beginning is better than the beginning of a word, that than the middle, that than letters', () => {
  const fits = ['trash', 'Go to the trash', 'Outrash', 'the rash'].map((text) => fitOf(text, 'tras') ?? -1)
  expect(fits).toEqual(fits.toSorted((a, b) => b - a))
  expect(new Set(fits.map(Math.round)).size).toBe(4)
})

test.each([
  ['Harbour visits 2024', 'vis harb', true],
  ['Harbour visits 2024', 'hv', true],
  ['Größe_mm', 'grosse', false],
  ['Größe_mm', 'große', true],
  ['Größe_mm', 'GROSE', false],
  ['cargo_tonnes', 'ton', true],
  ['cargo_tonnes', 'xq', false],
  ['Sign out', 'sgnt', true],
  ['Sign out', 'tuo', false],
  ['Sign out', 'z', false],
  ['', 'a', false],
  ['anything', '   ', true],
])('%j fits %j: %s', (text, typed, fits) => expect(fitOf(text, typed) !== undefined).toBe(fits))

const items = [
  { id: 'a', label: 'Go to datasets' },
  { id: 'b', label: 'Data' },
  { id: 'c', label: 'Upload files', words: 'import add data' },
  { id: 'd', label: 'Sign out' },
]
const ids = (typed: string, recent: string[] = []) => rank(items, typed, recent).map(({ id }) => id)

test('what fits comes in the order of how well, other words count half', () => {
  expect(ids('data')).toEqual(['b', 'a', 'c'])
  expect(ids('import')).toEqual(['c'])
  expect(ids('nothing like it')).toEqual([])
})

test('with nothing typed everything stands in its order, the latest used first', () => {
  expect(ids('')).toEqual(['a', 'b', 'c', 'd'])
  expect(ids('', ['d', 'b', 'gone'])).toEqual(['d', 'b', 'a', 'c'])
})

test('what was used lately is first among equals only', () => {
  const two = [
    { id: '1', label: 'visits 1' },
    { id: '2', label: 'visits 2' },
    { id: '3', label: 'all visits' },
  ]
  expect(rank(two, 'visits', ['3', '2']).map(({ id }) => id)).toEqual(['2', '1', '3'])
})
