import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellText, storedText } from './cell-text.ts'

const shown = (value: unknown) => {
  const cell = cellText(value)
  if (cell.form === 'plain') return cell.text
  if (cell.form === 'marked') return cell.segments.map(({ text, faint }) => (faint ? `<${text}>` : text)).join('')
  return cell.form
}

describe('a cell shows the stored value', () => {
  it.each([
    [2024, '2024'],
    [1234567.25, '1234567.25'],
    ['9007199254740993', '9007199254740993'],
    ['0417', '0417'],
    [-0, '-0'],
    [1e-7, '1e-7'],
    ['Infinity', 'Infinity'],
    [true, 'true'],
    ['2024-01-31T13:05:00', '2024-01-31T13:05:00'],
    [{ a: [1, null] }, '{"a":[1,null]}'],
    ['two words', 'two words'],
    ['👩‍👩‍👧 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👩‍👩‍👧 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ])('%j as %s', (value, text) => {
    expect(shown(value)).toBe(text)
  })

  it('and tells null from empty', () => {
    expect(shown(null)).toBe('null')
    expect(shown(undefined)).toBe('null')
    expect(shown('')).toBe('empty')
    expect(shown('null')).toBe('null')
    expect(cellText('null')).toEqual({ form: 'plain', text: 'null' })
  })
})

describe('what cannot be seen is made visible', () => {
  it.each([
    ['  HAM ', '<··>HAM<·>'],
    ['   ', '<···>'],
    ['one\r\ntwo\nthree', 'one<↵>two<↵>three'],
    ['end\n', 'end<↵>'],
    [' \n', '<·↵>'],
    ['a\tb', 'a<→>b'],
    ['\ttab first', '<→>tab first'],
    ['nul\0', 'nul<␀>'],
    ['\u00a0x', '<·>x'],
    ['\ufeffid', '<U+FEFF>id'],
    ['abc\u202ecba', 'abc<U+202E>cba'],
    ['zero\u200bwidth', 'zero<U+200B>width'],
  ])('%j as %s', (value, text) => {
    expect(shown(value)).toBe(text)
  })
})

it('cuts what no cell could show', () => {
  expect(shown('x'.repeat(2_000_000))).toHaveLength(401)
})

const character = fc.constantFrom(
  ...'aZ0é漢👩 \t\n\r\0\u007f\u0085\u00a0\u00ad\u200b\u200c\u200d\u2028\u202e\u3000\ufeff\u{e0067}\ud800',
)

it('shows any text without losing a visible character', () => {
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 60 }), (text) => {
      const cell = cellText(text)
      const solid =
        cell.form === 'marked'
          ? cell.segments.flatMap((segment) => (segment.faint ? [] : [segment.text])).join('')
          : cell.form === 'plain'
            ? cell.text
            : ''
      expect(text.replace(/[\p{White_Space}\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')).toBe(
        solid.replace(/[\p{White_Space}\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ''),
      )
    }),
  )
})

it('copies the stored value', () => {
  expect(storedText(' a\n')).toBe(' a\n')
  expect(storedText(null)).toBe('')
  expect(storedText(-0)).toBe('-0')
  expect(storedText([1, '2'])).toBe('[1,"2"]')
})
