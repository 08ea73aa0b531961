import { expect, test } from 'vitest'
import { adjustPValues } from './adjust-p-values.ts'
import { chiSquaredUpper, fisherUpper, logGamma, normalTwoSided, studentTwoSided } from './distributions.ts'

const close = (actual: number, expected: number) => expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-11)

test('log gamma is the logarithm of a factorial', () => {
  close(logGamma(11), Math.log(3_628_800))
  close(logGamma(0.5), Math.log(Math.PI) / 2)
  close(
    logGamma(171),
    Array.from({ length: 170 }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b),
  )
})

/** With 1 and 2 degrees of freedom Student's distribution has a formula of its own. */
test.each([0.1, 0.5, 1, 2.5, 12, 300])('Student, t = %d', (t) => {
  close(studentTwoSided(t, 1), (2 / Math.PI) * Math.atan(1 / t))
  close(studentTwoSided(t, 2), 2 / (2 + t * t + t * Math.sqrt(2 + t * t)))
  expect(studentTwoSided(-t, 1)).toBe(studentTwoSided(t, 1))
})

test('a t that is far out keeps its digits, and one of 0 is certain', () => {
  expect(studentTwoSided(0, 7)).toBe(1)
  close(studentTwoSided(1e6, 2), 2 / (2 + 1e12 + 1e6 * Math.sqrt(2 + 1e12)))
  expect(studentTwoSided(Number.POSITIVE_INFINITY, 7)).toBe(0)
})

/** Chi-squared with an even number of degrees of freedom is a sum of Poisson terms. */
test.each([
  [2, 3],
  [4, 0.5],
  [10, 30],
  [40, 25],
])('chi-squared with %i degrees of freedom at %d', (degrees, x) => {
  let term = 1
  let sum = 1
  for (let k = 1; k < degrees / 2; k++) {
    term *= x / 2 / k
    sum += term
  }
  close(chiSquaredUpper(x, degrees), Math.exp(-x / 2) * sum)
})

test('the normal and the F distribution agree with those they are special cases of', () => {
  close(normalTwoSided(1.959963984540054), 0.05)
  close(normalTwoSided(2.5758293035489004), 0.01)
  close(normalTwoSided(1.5), chiSquaredUpper(2.25, 1))
  close(fisherUpper(6.25, 1, 9), studentTwoSided(2.5, 9))
  close(fisherUpper(3, 2, 10), (1 + 6 / 10) ** -5)
})

test('adjusted p-values are the least of p n / rank from there on, in the order they came', () => {
  const pValues = [0.01, null, 0.04, 0.03, 0.005, 0.8]
  const adjusted = adjustPValues(pValues)
  const expected = [0.025, null, 0.05, 0.05, 0.025, 0.8]
  adjusted.forEach((p, i) => {
    if (expected[i] === null) expect(p).toBeNull()
    else close(p as number, expected[i] as number)
  })
  expect(adjustPValues([])).toEqual([])
})
