import { expect, test } from 'vitest'
import { readAll, sheet, temporaryWorkbooks } from '../../../../../test/temporary-workbooks.ts'
import type { WrittenSheet, WrittenWorkbook } from '../../../../../test/workbook-file.ts'
import { writeZip } from '../../../../../test/zip-file.ts'
import { openWorkbook } from './open-workbook.ts'

const { newFile, write } = temporaryWorkbooks()

/** The cells of a sheet as `kind text`, null where there is none. */
async function cellsOf(sheet: WrittenSheet, workbook: Partial<WrittenWorkbook> = {}): Promise<(string | null)[][]> {
  const { rows } = await readAll(await write({ sheets: [sheet], ...workbook }))
  return rows.map(({ cells }) =>
    Array.from({ length: (cells.at(-1)?.column ?? -1) + 1 }, (_, column) => {
      const cell = cells.find((one) => one.column === column)
      return cell ? `${cell.kind} ${cell.text}` : null
    }),
  )
}

test('cells are what they are typed as', async () => {
  const cells = await cellsOf({
    name: 'S',
    rows: [
      ['text', ' blanks ', 'a\nb\tc', 'x\u0001\ry', '<&>"', '😀'],
      [1, -0.5, 0.1, 1e21, true, false],
      [{ error: '#N/A' }, { error: '#DIV/0!' }, { inline: 'in line' }, null, '', 0],
      [
        { number: 45_351, format: 'yyyy-mm-dd' },
        { number: 45_351.75, format: 'dd.mm.yyyy hh:mm' },
        { number: 0.75, format: 'hh:mm' },
        { number: 1.25, format: '[h]:mm' },
        { number: 0.125, format: '0.0%' },
        { number: 12.5, format: '[$€-407] 0.00' },
      ],
    ],
  })
  expect(cells).toEqual([
    ['text text', 'text  blanks ', 'text a\nb\tc', 'text x\u0001\ry', 'text <&>"', 'text 😀'],
    ['number 1', 'number -0.5', 'number 0.1', 'number 1e+21', 'boolean TRUE', 'boolean FALSE'],
    ['error #N/A', 'error #DIV/0!', 'text in line', null, 'text ', 'number 0'],
    [
      'date 2024-02-29',
      'datetime 2024-02-29T18:00:00',
      'time 18:00:00',
      'duration 30:00:00',
      'number 0.125',
      'number 12.5',
    ],
  ])
})

test('the formats of cells are known', async () => {
  const { rows } = await readAll(
    await write({
      sheets: [{ name: 'S', rows: [[{ number: 0.5, format: '0%' }, { number: 1, format: '0 "CHF"' }, 1]] }],
    }),
  )
  expect(rows[0]?.cells.map(({ format }) => format)).toEqual([
    { kind: 'percent' },
    { kind: 'currency', currency: 'CHF' },
    { kind: 'number' },
  ])
})

test('a workbook of the epoch of 1904 has its own days', async () => {
  const rows = [[{ number: 43_889, format: 'dd/mm/yyyy' }]]
  expect(await cellsOf({ name: 'S', rows }, { date1904: true })).toEqual([['date 2024-02-29']])
})

test('numbers keep the digits of their double, and whole ones all digits', async () => {
  const xml = ['0.10000000000000001', '12345678901234567890', '-9007199254740993', '1.5E3', '5e-324', '-0', ' 7 ']
  const cells = xml.map((v) => `<c><v>${v}</v></c>`).join('')
  expect(await cellsOf(sheet(`<sheetData><row>${cells}</row></sheetData>`))).toEqual([
    [
      'number 0.1',
      'number 12345678901234567890',
      'number -9007199254740993',
      'number 1500',
      'number 5e-324',
      'number 0',
      'number 7',
    ],
  ])
})

test('a formula has the value stored with it', async () => {
  const cells =
    '<c r="A1"><f>SUM(B1:B9)</f><v>45</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>' +
    '<c r="C1"><f>NOW()</f></c><c r="D1" t="b"><f>TRUE()</f><v>1</v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c>' +
    '<c r="F1" t="str"><f>""</f><v></v></c>'
  expect(await cellsOf(sheet(`<sheetData><row r="1">${cells}</row></sheetData>`))).toEqual([
    ['number 45', 'text ab', null, 'boolean TRUE', 'error #DIV/0!', 'text '],
  ])
})

test('rich text is its text, phonetic guides are not part of it', async () => {
  const strings =
    '<sst><si><r><rPr><b/></rPr><t>bo</t></r><r><t xml:space="preserve">ld </t></r></si>' +
    '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si><si/><si><t><![CDATA[a<b]]></t></si></sst>'
  const cells = [0, 1, 2, 3].map((index) => `<c t="s"><v>${index}</v></c>`).join('')
  const inline = '<c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>x</t></rPh></is></c>'
  expect(
    await cellsOf(sheet(`<sheetData><row>${cells}${inline}</row></sheetData>`), {
      parts: { 'xl/sharedStrings.xml': strings },
    }),
  ).toEqual([['text bold ', 'text 東京', 'text ', 'text a<b', 'text inline']])
})

test('dates written as ISO text are dates', async () => {
  const written = ['2024-02-29', '2024-02-29T13:05:00', '2024-02-29T13:05:00.000', '13:05', 'soon']
  const cells = written.map((v) => `<c t="d"><v>${v}</v></c>`).join('')
  expect(await cellsOf(sheet(`<sheetData><row>${cells}</row></sheetData>`))).toEqual([
    ['date 2024-02-29', 'datetime 2024-02-29T13:05:00', 'datetime 2024-02-29T13:05:00', 'time 13:05:00', 'text soon'],
  ])
})

test('rows and cells without places follow one another, gaps stay gaps', async () => {
  const { rows, details } = await readAll(
    await write({
      sheets: [
        sheet(
          '<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row>' +
            '<row><c r="B6" s="0"/><c r="A6"/></row><row><c r="D7"><v>6</v></c><c r="A7"><v>5</v></c><c r="D7"><v>7</v></c></row></sheetData>',
        ),
      ],
    }),
  )
  expect(rows.map(({ number, cells }) => [number, cells.map(({ column, text }) => [column, text])])).toEqual([
    [
      1,
      [
        [0, '1'],
        [1, '2'],
      ],
    ],
    [
      5,
      [
        [2, '3'],
        [3, '4'],
      ],
    ],
    [
      7,
      [
        [0, '5'],
        [3, '7'],
      ],
    ],
  ])
  expect(details.range).toBe('A1:D7')
})

test('the last cell of a sheet is a cell like any other', async () => {
  const before = process.memoryUsage().rss
  const { rows, details } = await readAll(
    await write({
      sheets: [
        sheet(
          '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
      ],
    }),
  )
  expect(rows).toMatchObject([{ number: 1_048_576, cells: [{ column: 16_383, text: '1' }] }])
  expect(details.range).toBe('XFD1048576:XFD1048576')
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20)
})

test('hidden sheets, rows and columns and merged cells are said, not dropped', async () => {
  const file = await write({
    sheets: [
      {
        name: 'Shown & first',
        before: '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/></cols>',
        rows: [['a'], [{ xml: '<c r="A2"><v>1</v></c>' }]],
        after: '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>',
      },
      {
        name: 'Hidden',
        state: 'hidden',
        xml: '<worksheet><sheetData><row hidden="1"><c><v>1</v></c></row></sheetData></worksheet>',
      },
      { name: 'Very', state: 'veryHidden', rows: [] },
    ],
  })
  const workbook = await openWorkbook(file)
  expect(workbook.sheets.map(({ name, isHidden }) => [name, isHidden])).toEqual([
    ['Shown & first', false],
    ['Hidden', true],
    ['Very', true],
  ])
  workbook.close()
  expect((await readAll(file)).details).toMatchObject({
    merged: [{ top: 1, bottom: 1, left: 0, right: 2 }],
    hiddenColumns: [{ first: 1, last: 2 }],
    hiddenRows: 0,
  })
  const hidden = await readAll(file, 1)
  expect(hidden.rows).toMatchObject([{ number: 1, isHidden: true }])
  expect(hidden.details.hiddenRows).toBe(1)
  expect(await readAll(file, 2)).toMatchObject({ rows: [], details: { range: null } })
})

test('prefixes, strict namespaces, other places of parts and UTF-16 are read', async () => {
  const file = newFile()
  const relations = (target: string, type: string, id = 'a') =>
    `<r:Relationships xmlns:r="x"><r:Relationship Id="${id}" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/${type}" Target="${target}"/></r:Relationships>`
  const utf16 =
    '<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="s"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Größe 😀</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
  await writeZip(file, [
    { name: '_rels/.rels', data: relations('/My\\Book/Main.XML', 'officeDocument') },
    { name: 'my/../ignored.xml', data: '' },
    { name: 'my/book', data: '' },
    {
      name: 'My/Book/main.xml',
      data: '<x:workbook xmlns:x="s" xmlns:rel="r"><x:sheets><x:sheet name="S" rel:id="a"/></x:sheets></x:workbook>',
    },
    { name: 'My\\Book\\_rels\\main.xml.rels', data: relations('../../sheets/./one.xml', 'worksheet') },
    { name: 'sheets/one.xml', data: Buffer.from(`\ufeff${utf16}`, 'utf16le'), isStored: true },
  ])
  expect((await readAll(file)).rows).toMatchObject([{ cells: [{ kind: 'text', text: 'Größe 😀' }] }])
})

test('sheets of charts are not sheets of cells', async () => {
  const rels =
    '<Relationships><Relationship Id="rId1" Type="http://x/chartsheet" Target="worksheets/sheet1.xml"/>' +
    '<Relationship Id="rId2" Type="http://x/worksheet" Target="worksheets/sheet2.xml"/></Relationships>'
  const file = await write({
    sheets: [{ name: 'Chart' }, { name: 'Data', rows: [['x']] }],
    parts: { 'xl/_rels/workbook.xml.rels': rels, 'xl/sharedStrings.xml': null },
  })
  const workbook = await openWorkbook(file)
  expect(workbook.sheets).toMatchObject([{ index: 0, name: 'Data' }])
  workbook.close()
})

test('reading stops when it is no longer wanted', async () => {
  const rows = Array.from({ length: 50_000 }, (_, index) => [index, `text ${index}`])
  const file = await write({ sheets: [{ name: 'S', rows }] })
  const abort = new AbortController()
  const workbook = await openWorkbook(file, { signal: abort.signal })
  const reading = await workbook.readSheet(0)
  const reason = new Error('Enough.')
  await expect(async () => {
    for await (const _ of reading.rows) abort.abort(reason)
  }).rejects.toBe(reason)
  workbook.close()
})
