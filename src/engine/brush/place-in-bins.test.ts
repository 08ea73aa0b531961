import { expect, test } from 'vitest'
import { randomSource } from '../../../test/random-source.ts'
import { placeInBins } from './place-in-bins.ts'

const comparing = (edges: readonly number[], number: number): number => {
  const bins = edges.length - 1
  if (number === edges[bins]) return bins - 1
  const slot = edges.findLastIndex((edge) => number >= edge)
  return slot < 0 || slot === bins || Number.isNaN(number) ? bins : slot
}

const bits = new BigInt64Array(1)
const float = new Float64Array(bits.buffer)
/** The doubles beside a number, and itself. */
const around = (number: number): number[] =>
  [-1n, 0n, 1n].map((step) => {
    float[0] = number
    bits[0] = (bits[0] as bigint) + step
    return float[0] as number
  })

test('a number is placed where comparing it with every edge places it, whatever the edges', () => {
  const random = randomSource(5)
  const among = (count: number, value: () => number) => Array.from({ length: count }, value)
  const even = (low: number, width: number, bins: number) =>
    Array.from({ length: bins + 1 }, (_, bin) => low + width * bin)
  for (const edges of [
    [0, 1],
    even(0, 0.1, 100),
    even(-7, 1 / 3, 1000),
    even(1.6e15, 86_400_000_001, 250),
    [0, 1e-9, 20, 21],
    [-1e300, -1e-300, 0, 1e-300, 1e300],
    among(60, () => 10 ** (random() * 12)),
    among(300, () => random() ** 9),
    [-Number.MAX_VALUE, -1, 3, Number.MAX_VALUE],
    [0, Number.MIN_VALUE, 3 * Number.MIN_VALUE],
    [1, ...around(1 + 2 ** -50)],
  ].map((some) => some.toSorted((a, b) => a - b))) {
    const [first, last] = [edges[0] as number, edges.at(-1) as number]
    const between = among(500, () => first + (last / 2 - first / 2) * random() * 2)
    const numbers = [
      ...edges.flatMap(around),
      ...between,
      -0,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]
    const slots = new Int32Array(numbers.length)
    placeInBins(edges)(Float64Array.from(numbers), slots)
    expect([...slots]).toEqual(numbers.map((number) => comparing(edges, number)))
  }
})
