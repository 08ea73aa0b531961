import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashToken, isTokenText, newTokenText } from './token-text.ts'

test('no two are alike, all have the same length, and each knows its checksum', () => {
  const texts = Array.from({ length: 1000 }, newTokenText)
  expect(new Set(texts).size).toBe(1000)
  for (const text of texts) expect([text.length, isTokenText(text)]).toEqual([52, true])
})

test('the last six characters are the CRC-32 of what stands before them, in base 62', () => {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  const text = newTokenText()
  const value = [...text.slice(-6)].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0)
  expect(value).toBe(crc32(text.slice(0, -6)))
})

test('one wrong character anywhere is noticed', () => {
  const text = newTokenText()
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 51 }), fc.constantFrom(...'09AZaz_-. '), (at, character) => {
      const typed = `${text.slice(0, at)}${character}${text.slice(at + 1)}`
      expect(isTokenText(typed)).toBe(typed === text)
    }),
  )
})

test('two characters that changed places are noticed', () => {
  const text = newTokenText()
  for (let at = 3; at < 51; at += 1) {
    const typed = `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`
    expect(isTokenText(typed)).toBe(typed === text)
  }
})

test('what the database keeps is the SHA-256 in hexadecimal', () => {
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
