import { expect, test } from 'vitest'
import { spreadLabels } from './spread-labels.ts'
import { fitText, textWidth } from './text-width.ts'
import { categoryText, valueText } from './value-text.ts'

test('labels keep their order and their distance, and stay within the plot', () => {
  expect(spreadLabels([10, 12, 90], 14, 0, 100)).toEqual([10, 24, 90])
  expect(spreadLabels([95, 99], 14, 0, 100)).toEqual([86, 100])
  expect(spreadLabels([5, 4, 3], 14, 0, 100)).toEqual([31, 17, 3])
})

test('a text that has no room is cut in its middle, between letters, and line ends are blanks', () => {
  expect(fitText('port of Hamburg', 500)).toBe('port of Hamburg')
  expect(fitText('two\nlines', 500)).toBe('two lines')
  const cut = fitText('😀'.repeat(20), 60)
  expect(cut).toMatch(/^(😀)+…(😀)*$/u)
  expect(fitText('a long name that ends in number 12', 120)).toMatch(/^a long.*….*12$/)
  expect(fitText('long', 1)).toBe('…')
  expect(textWidth(cut)).toBeLessThanOrEqual(62)
})

test('values are exact, categories as they are stored', () => {
  expect(valueText(1234567)).toBe('1,234,567')
  expect(valueText(0.1 + 0.2)).toBe('0.3')
  expect(valueText('99999999999999999999.50')).toBe('99999999999999999999.50')
  expect(valueText(null)).toBe('no value')
  expect(valueText(1e300)).toBe('1e+300')
  expect([2024, '', true, ' a'].map(categoryText)).toEqual(['2024', '""', 'true', '" a"'])
})
