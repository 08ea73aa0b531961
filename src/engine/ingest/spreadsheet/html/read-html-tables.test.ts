import { expect, test } from 'vitest'
import { readHtmlTables } from './read-html-tables.ts'

const textsOf = (html: string) => readHtmlTables(html).map(({ rows }) => rows.map((row) => row.map(({ text }) => text)))

test('tags end where they do, whatever quotes stand in them', () => {
  expect(textsOf('<table><tr><td width=5">1</td><td>2</td><td id="z">3</td></table>')).toEqual([[['1', '2', '3']]])
  expect(textsOf(`<table><tr><td title="a > b" x = 'c > d' y=e>1<td it's>2<td z=a"b>3</table>`)).toEqual([
    [['1', '2', '3']],
  ])
  expect(textsOf('<table><tr><td id="1>1</td><td>2</td></table>')).toEqual([[['1', '2']]])
  expect(textsOf('<table><tr><td><!-- <td> --><![CDATA[a < b]]> <![if x]>c < d<br> <br>e <br/> f</table>')).toEqual([
    [['a < b c < d\n\ne\nf']],
  ])
  expect(textsOf('<table><tr><td>1<td>2<!-- cut')).toEqual([[['1', '2']]])
})

test.each([
  ['tags without an end', `<table>${'<a '.repeat(300_000)}`],
  ['sections without an end', `<table>${'<![CDATA['.repeat(300_000)}>`],
  ['quotes that hold every end', `<table>${'<a =">" '.repeat(200_000)}`],
  ['blanks between tags', `<table><td>${' <i>'.repeat(300_000)}`],
  ['lines without number', `<table><td>${'x<br>'.repeat(300_000)}`],
])('%s take no time', (_, html) => {
  expect(readHtmlTables(html).length).toBeLessThanOrEqual(1)
})
