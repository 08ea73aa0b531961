import { expect, test } from 'vitest'
import { builtInFormat, classifyFormat } from './number-format.ts'

test.each([
  ['General', 'number'],
  ['Standard', 'number'],
  ['', 'number'],
  ['0', 'number'],
  ['#,##0.00', 'number'],
  ['#,##0.00;[Red]-#,##0.00', 'number'],
  ['0.00E+00', 'number'],
  ['# ?/?', 'number'],
  ['"day" 0', 'number'],
  ['0 "hours"', 'number'],
  ['0\\d', 'number'],
  ['[Blue]0', 'number'],
  ['[>100]0;0.00', 'number'],
  ['_-* #,##0_-', 'number'],
  ['@', 'text'],
  ['0%', 'percent'],
  ['0.00 %', 'percent'],
  ['dd/mm/yyyy', 'date'],
  ['DD.MM.YYYY', 'date'],
  ['yyyy-mm-dd', 'date'],
  ['[$-409]d-mmm-yy;@', 'date'],
  ['[$-F800]dddd, mmmm dd, yyyy', 'date'],
  ['mmm', 'date'],
  ['mm', 'date'],
  ['yyyy"年"m"月"d"日"', 'date'],
  ['[$-411]ge.m.d', 'date'],
  ['d. mmmm yyyy', 'date'],
  ['[Red]yyyy', 'date'],
  ['yyyy-mm-dd hh:mm', 'datetime'],
  ['m/d/yy h:mm AM/PM', 'datetime'],
  ['yyyy-mm-dd\\Thh:mm:ss.000', 'datetime'],
  ['hh:mm', 'time'],
  ['h:mm:ss AM/PM', 'time'],
  ['mm:ss', 'time'],
  ['mm:ss.0', 'time'],
  ['h AM/PM', 'time'],
  ['ss', 'time'],
  ['[h]:mm:ss', 'duration'],
  ['[hh]:mm', 'duration'],
  ['[mm]:ss', 'duration'],
  ['[s]', 'duration'],
])('%s stands for %s', (code, kind) => {
  expect(classifyFormat(code).kind).toBe(kind)
})

test.each([
  ['[$€-407] #,##0.00', 'EUR'],
  ['#,##0.00 [$€-1]', 'EUR'],
  ['#,##0.00 "€"', 'EUR'],
  ['#,##0.00\\ €', 'EUR'],
  ['€#,##0', 'EUR'],
  ['[$USD] #,##0.00', 'USD'],
  ['[$£-809]#,##0.00', 'GBP'],
  ['#,##0.00 "CHF"', 'CHF'],
  ['#,##0 "zł"', 'PLN'],
  ['"$"#,##0.00_);("$"#,##0.00)', 'USD'],
  ['$#,##0', 'USD'],
  ['[$$-409]#,##0.00', 'USD'],
  ['[$$-1009]#,##0.00', 'CAD'],
  ['[$$-C09]#,##0.00', 'AUD'],
  ['[$¥-411]#,##0', 'JPY'],
  ['[$¥-804]#,##0', 'CNY'],
  ['[$kr-41D]#,##0', 'SEK'],
  ['#,##0 [$kr.-406]', 'DKK'],
  ['#,##0 "kr"', null],
  ['[$₿-1]#,##0', null],
])('%s is an amount in %s', (code, currency) => {
  expect(classifyFormat(code)).toEqual({ kind: 'currency', currency })
})

test('other words beside a number are no currency', () => {
  expect(classifyFormat('#,##0 "PCS"')).toEqual({ kind: 'number' })
  expect(classifyFormat('0.0 "kg"')).toEqual({ kind: 'number' })
})

test.each([
  [0, 'number'],
  [4, 'number'],
  [9, 'percent'],
  [14, 'date'],
  [18, 'time'],
  [22, 'datetime'],
  [31, 'date'],
  [44, 'currency'],
  [46, 'duration'],
  [49, 'text'],
  [999, 'number'],
])('the format with the number %i stands for %s', (id, kind) => {
  expect(builtInFormat(id).kind).toBe(kind)
})
