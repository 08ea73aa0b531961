import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readAll, sheet, temporaryWorkbooks } from '../../../../../test/temporary-workbooks.ts'
import { writeZip } from '../../../../../test/zip-file.ts'
import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { openWorkbook } from './open-workbook.ts'

const { newFile, write } = temporaryWorkbooks()

const corrupt = async (change: (bytes: Buffer) => Buffer): Promise<string> => {
  const file = await write({
    sheets: [{ name: 'S', rows: Array.from({ length: 2000 }, (_, index) => [index, `t${index}`]) }],
  })
  await writeFile(file, change(await readFile(file)))
  return file
}

const flipped = (bytes: Buffer, place: number): Buffer => {
  bytes[place] = (bytes[place] as number) ^ 0xff
  return bytes
}

const bomb = function* () {
  yield '<worksheet>'
  const blanks = ' '.repeat(2 ** 20)
  for (let piece = 0; piece < 130; piece++) yield blanks
  yield '</worksheet>'
}

const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
const outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

test.each<[string, string, string, () => Promise<string>]>([
  ['cut off', 'corrupt_file', 'damaged or was cut off', () => corrupt((bytes) => bytes.subarray(0, bytes.length / 2))],
  [
    'with a wrong byte in its sheet',
    'corrupt_file',
    'Open it in Excel, save it again and drop it here.',
    () => corrupt((bytes) => flipped(bytes, bytes.indexOf('sheet1.xml') + 3000)),
  ],
  [
    'with a broken table of contents',
    'corrupt_file',
    'damaged',
    () => corrupt((bytes) => flipped(bytes, bytes.lastIndexOf('PK\x01\x02') + 1)),
  ],
  [
    'without a sheet it names',
    'corrupt_file',
    'has no part "xl/worksheets/sheet1.xml"',
    () => write({ sheets: [{ name: 'S' }], parts: { 'xl/worksheets/sheet1.xml': null } }),
  ],
  [
    'without a workbook',
    'corrupt_file',
    'no workbook in it',
    () => write({ sheets: [], parts: { 'xl/workbook.xml': null } }),
  ],
  [
    'of another kind',
    'unsupported_format',
    'no Excel workbook',
    () => write({ sheets: [], parts: { 'xl/workbook.xml': '<document/>' } }),
  ],
  ['with broken XML', 'corrupt_file', 'no valid XML', () => write({ sheets: [sheet('<sheetData><row><c></row>')] })],
  [
    'with XML cut off',
    'corrupt_file',
    'no valid XML',
    () => write({ sheets: [{ name: 'S', xml: '<worksheet><sheetData>' }] }),
  ],
  [
    'with an entity that grows',
    'corrupt_file',
    'declares a document type',
    () =>
      write({
        sheets: [
          {
            name: 'S',
            xml: `${laughs}<worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`,
          },
        ],
      }),
  ],
  [
    'with an entity from outside',
    'corrupt_file',
    'declares a document type',
    () => write({ sheets: [], parts: { 'xl/workbook.xml': `${outside}<workbook>&a;</workbook>` } }),
  ],
  [
    'with an unknown entity',
    'corrupt_file',
    'no valid XML',
    () => write({ sheets: [sheet('<sheetData><row><c t="str"><v>&x;</v></c></row></sheetData>')] }),
  ],
  ['nested without end', 'corrupt_file', 'nests too deep', () => write({ sheets: [sheet('<x>'.repeat(200_000))] })],
  [
    'that refers to a text it lacks',
    'corrupt_file',
    'refers to a text that it does not have',
    () => write({ sheets: [sheet('<sheetData><row><c t="s"><v>7</v></c></row></sheetData>')] }),
  ],
  [
    'with a row beyond the last',
    'corrupt_file',
    'which no sheet has',
    () => write({ sheets: [sheet('<sheetData><row r="1048577"><c><v>7</v></c></row></sheetData>')] }),
  ],
  [
    'with a column beyond the last',
    'corrupt_file',
    'which no sheet has',
    () => write({ sheets: [sheet('<sheetData><row r="1"><c r="XFE1"><v>7</v></c></row></sheetData>')] }),
  ],
  [
    'with a cell of endless text',
    'too_large',
    'over 5,000,000 characters',
    () =>
      write({
        sheets: [
          sheet(
            `<sheetData><row><c t="inlineStr"><is>${'<t>x</t>'.repeat(1000)}<t>${'y'.repeat(5_000_000)}</t></is></c></row></sheetData>`,
          ),
        ],
      }),
  ],
  [
    'that unpacks without end',
    'too_large',
    'over 200 times its size',
    () => write({ sheets: [{ name: 'S', xml: bomb() }] }),
  ],
])('a workbook %s is refused with a sentence', async (_, code, sentence, make) => {
  const error = await readAll(await make()).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(UnreadableFileError)
  expect(error).toMatchObject({ code, detail: expect.stringContaining(sentence) })
})

test('sizes that lie and passwords are found out', async () => {
  const refused = async (entry: object) => {
    const file = newFile()
    await writeZip(file, [{ name: 'xl/workbook.xml', data: `<workbook>${' '.repeat(1000)}</workbook>`, ...entry }])
    return await openWorkbook(file).catch((thrown) => thrown)
  }
  expect(await refused({ declaredSize: 10 })).toMatchObject({ code: 'corrupt_file' })
  expect(await refused({ declaredSize: 2 ** 31 })).toMatchObject({ code: 'too_large' })
  expect(await refused({ checksum: 1 })).toMatchObject({ code: 'corrupt_file' })
  expect(await refused({ isEncrypted: true })).toMatchObject({ code: 'password_protected' })
})

test('a file that is gone is not called damaged', async () => {
  await expect(openWorkbook(newFile())).rejects.toMatchObject({ code: 'ENOENT' })
})
