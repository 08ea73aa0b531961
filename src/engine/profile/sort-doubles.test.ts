import { expect, test } from 'vitest'
import { randomSource } from '../../../test/random-source.ts'
import { sortDoubles } from './sort-doubles.ts'

const random = randomSource(11)
const large = 1e15

test.each<[what: string, draw: (index: number) => number]>([
  ['spread', () => (random() - 0.5) * 1e6],
  ['of every size', () => (random() < 0.5 ? -1 : 1) * 10 ** (random() * 600 - 300)],
  ['close to each other, far from zero', () => large + Math.floor(random() * 1e5) / 8],
  ['alike in all but their lowest digits, but for a few', (i) => (i % 9 ? 1 + random() * 2 ** -40 : random() * -1e300)],
  ['mostly equal', () => Math.floor(random() * 3) + 0],
  ['falling', (i) => -i - 1],
  ['subnormal', () => Math.floor(random() * 1e6) * Number.MIN_VALUE],
])('numbers that are %s are sorted as by comparing them', (_, draw) => {
  const values = Float64Array.from({ length: 20_000 }, (_, index) => draw(index))
  const compared = values.toSorted()
  sortDoubles(values)
  expect(values).toEqual(compared)
})
