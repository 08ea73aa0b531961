import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { usualNulls } from '../src/engine/ingest/columns/null-texts.ts'
import { truthWords } from '../src/engine/ingest/columns/truth-words.ts'
import { reportCodes } from '../src/engine/ingest/csv/row-report.ts'
import { legacyEncodings } from '../src/engine/ingest/csv/score-decoding.ts'
import { spreadsheetTypes } from '../src/engine/ingest/spreadsheet/open-spreadsheet.ts'
import { applicableOptions } from '../src/shared/applicable-options.ts'
import { columnOptionsSchema } from '../src/shared/reading-options.ts'

const page = readFileSync(new URL('ingest.md', import.meta.url), 'utf8')

/** What stands in code style below a heading, to the next one. */
function codesBelow(heading: string): string[] {
  const section = page.split(`\n### ${heading}\n`)[1]?.split(/\n##+ /)[0] ?? ''
  return [...section.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string)
}

test('every word for true and false is named', () => {
  const named = codesBelow('True and false').flatMap((code) => code.toLowerCase().split('/'))
  expect(truthWords.filter((word) => !named.includes(word))).toEqual([])
  expect(named.filter((word) => !truthWords.includes(word))).toEqual([])
})

test('every text that stands for null is named', () => {
  const named = codesBelow('Null')
  expect(usualNulls.filter((text) => !named.includes(text))).toEqual([])
})

test('everything that a person may say of the values of a column is named', () => {
  const named = codesBelow('What a person decides')
  const fields = Object.keys(columnOptionsSchema.shape).filter((field) => field !== 'index' && field !== 'name')
  expect(fields.filter((field) => !named.includes(field))).toEqual([])
})

test('every code of what is listed beside a table is named, and no other', () => {
  const scopes = ['reported', 'row', 'skipped', 'cell']
  const named = codesBelow('What is listed beside the table').filter((code) => !scopes.includes(code))
  expect(named.toSorted()).toEqual([...reportCodes, 'misfit'].toSorted())
})

test('every encoding that bytes are tried in is named', () => {
  const named = codesBelow('Encodings')
  expect(legacyEncodings.map(({ encoding }) => encoding).filter((encoding) => !named.includes(encoding))).toEqual([])
})

test('every format of workbooks is named, and what a person may decide about one', () => {
  expect(spreadsheetTypes.filter((type) => !codesBelow('Formats of workbooks').includes(type))).toEqual([])
  const named = codesBelow('What a person decides about a workbook').filter((code) => /^[a-z_]+$/.test(code))
  expect(named.filter((code) => code !== 'html').toSorted()).toEqual([...applicableOptions.html].toSorted())
})
