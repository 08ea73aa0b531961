import { expect, test } from 'vitest'
import type { ChartColumn, ChartData } from '../../shared/charts.ts'
import { chartCsv } from './chart-csv.ts'

const column = (name: string, role: ChartColumn['role']): ChartColumn => ({
  ...{ name, role, column: name, aggregate: null, sql_type: 'VARCHAR', kind: 'text', json: 'string' },
})

test('cells are quoted where they must be, formulas are guarded, numbers are not, and what is left over is a row', () => {
  const data = {
    columns: [column('a "name"', 'x'), column('=rows', 'value')],
    rows: [
      ['=1+1', 3],
      ['-12.5', -4],
      ['two\nlines', null],
      ['', '-99999999999999999999'],
    ],
    other: { count: 7, categories: 2, value: 7 },
  } as ChartData
  expect(chartCsv(data)).toBe(
    [
      '"a ""name""",\'=rows',
      "'=1+1,3",
      '-12.5,-4',
      '"two\nlines",',
      '"",-99999999999999999999',
      'other (2),7',
      '',
    ].join('\r\n'),
  )
})
