import { expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import { foldCase } from '../../shared/fold-case.ts'

test('letters are folded here as DuckDB folds them, every one of Unicode', async () => {
  const table = await openTestTable('SELECT 1 AS one')
  const { rows } = await table.query(
    `SELECT chr(i::INTEGER), lower(chr(i::INTEGER)) FROM range(1, 1114112) r(i)
    WHERE i NOT BETWEEN 55296 AND 57343 AND i <> 65279 AND lower(chr(i::INTEGER)) <> chr(i::INTEGER)`,
  )
  expect(rows.length).toBeGreaterThan(1400)
  expect(rows.filter(([letter, lower]) => foldCase(letter as string) !== lower)).toEqual([])
  expect(rows.filter(([letter, lower]) => (letter as string).length !== (lower as string).length)).toEqual([])
  const folded = new Set(rows.map(([letter]) => letter))
  const others = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).filter(
    (letter) => !folded.has(letter) && foldCase(letter) !== letter,
  )
  expect(others).toEqual([])
})

test.each(['ΟΔΟΣ', 'İstanbul', 'STRASSE Straße', 'ÄRGER 😀 Ꞔ'])('%s is folded as a whole as well', async (text) => {
  const table = await openTestTable(`SELECT '${text}' AS text`)
  expect((await table.query(`SELECT lower(text) FROM ${table.from}`)).rows).toEqual([[foldCase(text)]])
})
