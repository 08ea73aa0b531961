import { describe, expect, it } from 'vitest'
import { alignedFraction, alignNumber, fractionLength, fractionOfType } from './number-alignment.ts'

it('numbers of a column stand with their points under each other', () => {
  const numbers = ['89764.0', '3', '-12.25', '0.125', '1e+21', '1.5e-7']
  const fraction = alignedFraction(numbers.map(fractionLength))
  expect(fraction).toBe(4)
  const lines = numbers.map((number) => alignNumber(number, fraction, 40).padStart(20))
  const points = lines.map((line) => (line.includes('.') ? line.indexOf('.') : line.trimEnd().length))
  expect(new Set(points)).toEqual(new Set([15]))
})

it('whole numbers need no room after the point', () => {
  expect(alignNumber('9007199254740993', 0, 12)).toBe('9007199254740993')
})

it('a narrow cell gives up the spaces before the digits', () => {
  expect(alignNumber('12', 6, 4)).toBe('12  ')
  expect(alignNumber('123456', 6, 4)).toBe('123456')
})

it('one very long fraction does not push the column away', () => {
  expect(alignedFraction([1, 17])).toBe(10)
  expect(alignNumber('0.30000000000000004', 10, 40)).toBe('0.30000000000000004')
  expect(alignedFraction([])).toBe(0)
})

describe('a type may fix the fraction', () => {
  it.each([
    ['DECIMAL(9,1)', 1],
    ['DECIMAL(18, 3)', 3],
    ['BIGINT', 0],
    ['UHUGEINT', 0],
    ['INTEGER', 0],
    ['DOUBLE', undefined],
    ['INTERVAL', undefined],
  ])('%s', (type, fraction) => {
    expect(fractionOfType(type)).toBe(fraction)
  })
})
