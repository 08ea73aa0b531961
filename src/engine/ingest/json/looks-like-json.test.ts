import { describe, expect, test } from 'vitest'
import { isLoneValue, looksLikeJson } from './looks-like-json.ts'

const isJson = (text: string, isNamedJson = false) => looksLikeJson(Buffer.from(text), isNamedJson)

describe('what looks like JSON', () => {
  test.each([
    '[+1]',
    '[Inf]',
    '[nan]',
    "['a']",
    '["x"]]',
    '[]]',
    '[1,,2]',
    '{"a":',
    '["a"',
    '["a" 1]',
    '['.repeat(1000),
  ])('is broken JSON, whatever its name: %.20s', (text) => {
    expect(isJson(text)).toBe(true)
  })

  test.each([
    '[id],[name]\n1,x\n',
    '[a]\n1\n',
    '{x},y\n1,2\n',
    '[1],x\n2,[y]\n',
    '[+1],a\n[+2],b\n',
    '[2024-01-01] start\n[2024-01-02] stop [x]\n',
    '[General]\nname=x\n',
    '[[a]],b\n1,2\n',
  ])('is no JSON for a cell in brackets, but by its name: %j', (text) => {
    expect(isJson(text)).toBe(false)
    expect(isJson(text, true)).toBe(true)
  })

  test('is no JSON for its name alone', () => {
    expect(isJson('id,name\n1,x\n', true)).toBe(false)
  })

  test('a value that stands alone is told from lines of values', () => {
    expect(['null', '"asd"', '123\n', '-1.5e3', 'true'].map((text) => isLoneValue(Buffer.from(text)))).toEqual(
      Array(5).fill(true),
    )
    expect(
      ['1,2', '1\n2\n', '"a","b"', 'name', '[1]', '{}', '1 2'].map((text) => isLoneValue(Buffer.from(text))),
    ).toEqual(Array(7).fill(false))
  })
})
