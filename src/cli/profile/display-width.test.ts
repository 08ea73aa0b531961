import { expect, it } from 'vitest'
import { displayWidth, fitText, padText, wrapText } from './display-width.ts'

it('counts, cuts and pads in columns of a terminal', () => {
  expect(['abc', '名前', 'e\u0301', '👩‍👩‍👧', ''].map(displayWidth)).toEqual([3, 4, 1, 2, 0])
  expect(['harbour', '名前と名前', 'ab'].map((text) => fitText(text, 5))).toEqual(['harb…', '名前…', 'ab'])
  expect([padText('名', 4), padText('7', 3, 'right'), padText('long', 2)]).toEqual(['名  ', '  7', 'long'])
})

it('wraps at words, breaks what is longer, and indents what follows', () => {
  expect(wrapText('one two three four', 10, '  ')).toEqual(['one two', '  three', '  four'])
  expect(wrapText('abcdefghijklmnop', 10, '  ')).toEqual(['abcdefghij', '  klmnop'])
  expect(wrapText('', 10)).toEqual([''])
})
