import fc from 'fast-check'
import { expect, test } from 'vitest'
import { floorToScale, formatDecimal, parseDecimal } from './decimal.ts'

test.each([
  ['0', 0n, 0],
  ['-0', 0n, 0],
  ['+12.50', 1250n, 2],
  ['.5', 5n, 1],
  ['5.', 5n, 0],
  ['1e3', 1000n, 0],
  ['1.5E-2', 15n, 3],
  ['-1.5e1', -15n, 0],
])('%s is read with every digit', (text, unscaled, scale) => {
  expect(parseDecimal(text)).toEqual({ unscaled, scale })
})

test.each(['', '.', '-', 'e5', '1e', '1,5', '0x10', '1 2', 'NaN', '1e99999', '--1', '9'.repeat(401), '१'])(
  '"%s" is no number',
  (text) => {
    expect(parseDecimal(text)).toBeUndefined()
  },
)

test.each([
  ['1.5', 0, 1n, false],
  ['-1.5', 0, -2n, false],
  ['-1.0', 0, -1n, true],
  ['0.001', 2, 0n, false],
  ['-0.001', 2, -1n, false],
  ['7', 2, 700n, true],
])('the floor of %s at scale %i', (text, scale, unscaled, isExact) => {
  expect(floorToScale(parseDecimal(text) as never, scale)).toEqual({ unscaled, isExact })
})

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), fc.nat(38), (unscaled, scale) => {
      expect(parseDecimal(formatDecimal(unscaled, scale))).toEqual({ unscaled, scale })
    }),
  )
})
