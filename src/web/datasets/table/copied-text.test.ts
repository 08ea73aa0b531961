import { expect, it } from 'vitest'
import { copiedText } from './copied-text.ts'

it('one cell is its stored value, byte for byte', () => {
  expect(copiedText([[' two\nlines\t"quoted" ']])).toBe(' two\nlines\t"quoted" ')
  expect(copiedText([[null]])).toBe('')
  expect(copiedText([['9007199254740993']])).toBe('9007199254740993')
})

it('a range is tab-separated lines that a spreadsheet reads back', () => {
  expect(
    copiedText([
      [1.5, 'a\tb', null],
      [true, 'say "hi"', 'x\ny'],
      ['"', '', { a: 1 }],
    ]),
  ).toBe('1.5\t"a\tb"\t\ntrue\tsay "hi"\t"x\ny"\n""""\t\t{"a":1}')
})
