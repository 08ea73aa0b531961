import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory } from '../../../../../test/table-file.ts'
import { openHtml } from './open-html.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeAll(async () => {
  directory = await temporaryDirectory()
})
afterAll(() => directory?.remove())

const textsOf = async (page: string, encoding: 'latin1' | 'utf8' = 'utf8') => {
  const file = join(directory.path, 'x.xls')
  await writeFile(file, Buffer.from(page, encoding))
  const texts: string[] = []
  for await (const rows of (await (await openHtml(file)).readSheet(0)).rows) {
    for (const { cells } of rows) texts.push(...cells.map(({ text }) => text))
  }
  return texts
}

test('bytes are believed before what the page declares of them', async () => {
  const page = (charset: string) => `<meta charset="${charset}"><table><tr><td>Köln<td>Straße nach Gøteborg</table>`
  const texts = ['Köln', 'Straße nach Gøteborg']
  expect(await textsOf(page('utf-8'), 'latin1')).toEqual(texts)
  expect(await textsOf(page('windows-1252'))).toEqual(texts)
  expect(await textsOf(page('unicode'), 'latin1')).toEqual(texts)
  expect(await textsOf('<meta charset="windows-1251"><table><tr><td>\xcf\xee\xf0\xf2</table>', 'latin1')).toEqual([
    'Порт',
  ])
})

test('the number behind a cell stands for a number that is shown, not for a date', async () => {
  const cells = '<td x:num="37622">1/1/2003<td x:num="0.25">25 %<td x:num="1234.5">1,235'
  expect(await textsOf(`<table><tr>${cells}</table>`)).toEqual(['1/1/2003', '0.25', '1234.5'])
})

test('entities are characters, and those of Windows too', async () => {
  expect(await textsOf('<table><td>a &#150; b &amp; &eacute; &toString; &valueOf;</table>')).toEqual([
    'a – b & é &toString; &valueOf;',
  ])
})
