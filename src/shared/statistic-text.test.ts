import { expect, test } from 'vitest'
import { coefficientText, pText } from './statistic-text.ts'

test.each([
  [null, '–'],
  [0, '0.00'],
  [0.004, '< 0.01'],
  [-0.004, '> −0.01'],
  [0.834, '0.83'],
  [-0.5, '−0.50'],
  [0.9999, '> 0.99'],
  [-0.9999, '< −0.99'],
  [1, '1.00'],
  [-1, '−1.00'],
])('the coefficient %s is written %s', (value, text) => {
  expect(coefficientText(value)).toBe(text)
})

test.each([
  [null, '–'],
  [0, '< 0.001'],
  [0.0312, '0.031'],
  [1, '> 0.999'],
])('the p-value %s is written %s', (value, text) => {
  expect(pText(value)).toBe(text)
})
