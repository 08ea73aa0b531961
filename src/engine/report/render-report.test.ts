import { beforeAll, describe, expect, it } from 'vitest'
import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { type Report, reportSchema } from '../../shared/report.ts'
import { buildProfile } from '../profile/build-profile.ts'
import type { TableProfile } from '../profile/profile-table.ts'
import { renderReport } from './render-report.ts'

const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>\u202egnp.exe\u0000\u001b[31m`
const long = 'long '.repeat(2000)
const longestPage = 1_000_000

const buildReport = (profile: TableProfile, title = 'visits.csv'): Report => ({
  title,
  file_name: title,
  version: 3,
  made_at: '2026-11-22T20:00:00.000Z',
  made_by: 'DataLens 0.1.0',
  receipt: {
    bytes: 2048,
    sha256: 'ab'.repeat(32),
    format: {
      ...{ type: 'csv', encoding: 'utf-8', bom: false, delimiter: ';', quote: '"', escape: null, line_end: '\n' },
      ...{
        comment: null,
        header_rows: 1,
        skipped_rows: 0,
        sheet: null,
        range: null,
        json_path: null,
        compression: null,
      },
      evidence: [
        { what: 'delimiter', chosen: ';', because: `It divides \`${title}\` evenly.`, runner_up: title, margin: 0.1 },
      ],
    },
    lines: { total: 12, preamble: 0, header: 1, units: 0, blank: 0, comment: 0, footer: 0, data: 11 },
    ...{ rows_loaded: 10, rows_reported: 1, rows_rejected: 1 },
    reported: { short_rows: 1, long_rows: 0, unparsed_cells: 0 },
    columns: [],
    questions: [
      {
        id: 'q',
        column: title,
        text: `Does \`${title}\` stand for null?`,
        chosen: title,
        chosen_options: {},
        alternatives: [{ label: title, example_rows: [], differing_row_count: 1, options: {} }],
      },
    ],
    duration_ms: 12,
    peak_memory_bytes: null,
  },
  rejects: {
    total: 30,
    items: [
      {
        scope: 'row',
        line_number: 7,
        byte_offset: 99,
        row_number: null,
        column: null,
        raw: title,
        code: 'x',
        reason: `Why \`${title}\`.`,
        surplus: null,
      },
    ],
  },
  profile,
})

const wide = (profile: TableProfile, columns: ColumnProfile[]): TableProfile => ({
  ...profile,
  columns,
  column_count: columns.length,
})

let profile: TableProfile

beforeAll(async () => {
  profile =
    await buildProfile(`SELECT i AS id, ${quoted(hostile)} || (i % 3) AS ${named(hostile)}, ${quoted(long)} || (i % 2) AS ${named(long)},
    (i * 31 % 97)::DOUBLE AS spread, (i * 31 % 97) / 4.0 AS quarter, i % 7 AS seven, TIMESTAMP '2024-01-01' + to_hours(i) AS moment
    FROM range(200) t(i)`)
})

const quoted = (text: string) => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`
const named = (text: string) => `"${text.replaceAll('"', '""').replaceAll('\0', '')}"`

it('tells where the table is from, what is odd, every column, and how the file was read', () => {
  const report = buildReport(profile)
  expect(reportSchema.parse(report)).toBeDefined()
  const page = renderReport(report)
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
  for (const text of [
    ...[
      '<h1><bdi>visits.csv</bdi></h1>',
      '2 KiB',
      'ab'.repeat(32),
      'UTF-8, semicolon, 1 rejected, 1 reported',
      '2026-11-22 20:00 UTC',
    ],
    ...['It adds up', '1 question that the file leaves open', 'and 29 more lines', 'Second best'],
    ...[
      'Columns that go together stand together',
      'Histogram of spread: 200 values',
      '<a href="#is-mean">Mean</a>',
      '<dt id="is-mean">Mean</dt>',
    ],
  ]) {
    expect(page).toContain(text)
  }
  expect(profile.alerts.length).toBeGreaterThan(0)
  expect(page).toContain(`<h2 id="alerts">${profile.alerts.length} alert`)
})

it('says what steps have made of the table', () => {
  const report = buildReport(profile)
  const step = { op: 'drop_columns' as const, columns: [hostile] }
  const applied = [
    { step, changed_cells: 0, removed_rows: 0 },
    { step: { op: 'drop_duplicates' as const }, changed_cells: 0, removed_rows: 2 },
  ]
  const steps = { base_version: 1, changed_cells: 0, removed_rows: 2, applied }
  const page = renderReport({ ...report, receipt: { ...report.receipt, steps } })
  expect(page).toContain('The table is that of version 1 after these steps: 2 rows left out.')
  expect(page).toContain('Leave out &quot;&gt;&lt;script&gt;')
  expect(page).toContain('Keep the first of equal rows')
})

it('names only statistics that it explains', () => {
  const page = renderReport(buildReport(profile))
  const named = new Set([...page.matchAll(/href="#(is-\w+)"/g)].map(([, id]) => id))
  expect(named.size).toBeGreaterThan(20)
  expect([...named].filter((id) => !page.includes(`id="${id}"`))).toEqual([])
})

it('lets nothing of the data be markup, whatever columns, values and files are called', () => {
  const page = renderReport(buildReport(profile, hostile))
  const body = page.slice(page.indexOf('</style>'))
  expect(body).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(
    body.match(
      /<(?!\/?(a|b|bdi|body|br|caption|code|dd|details|div|dl|dt|figcaption|figure|h[1-4]|head|header|html|i|li|main|nav|p|path|section|span|style|summary|svg|table|tbody|td|text|th|thead|time|tr|ul)[\s/>])/g,
    ),
  ).toBeNull()
  expect(body.replaceAll(/"[^"]*"/g, '').match(/<[^>]*\s(on\w+|style|src)=/g)).toBeNull()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(page.match(/[\u0000\u001b\u202e]/)).toBeNull()
  expect(body).not.toContain(long.slice(0, 500))
})

describe('stays below 1 MB', () => {
  it('with 50 columns of many categories, all of them in full', () => {
    const categories = profile.columns[1] as ColumnProfile
    const columns = Array.from({ length: 50 }, (_, index) => ({
      ...(profile.columns[index % 2 ? 3 : 1] ?? categories),
      name: `${index} ${long}`,
      top_values: Array.from({ length: 10 }, (_, value) => ({ value: `${hostile}${value}`, count: 20 })),
      patterns: Array.from({ length: 10 }, () => ({ pattern: '<'.repeat(32), count: 20 })),
    }))
    const page = renderReport(buildReport(wide(profile, columns)))
    expect(page.split('<div class="inside">')).toHaveLength(51)
    expect(Buffer.byteLength(page)).toBeLessThan(longestPage)
  })

  it('with 10,000 columns, the first in full and the others as a list, and says so', () => {
    const columns = Array.from({ length: 10_000 }, (_, index) => ({
      ...(profile.columns[3] as ColumnProfile),
      name: `c${index}`,
    }))
    const page = renderReport(buildReport(wide(profile, columns)))
    expect(Buffer.byteLength(page)).toBeLessThan(longestPage)
    const [, full] = /The first (\d+) columns stand in full/.exec(page) ?? []
    expect(Number(full)).toBeGreaterThan(50)
    expect(page.split('<div class="inside">')).toHaveLength(Number(full) + 1)
    expect(page).toMatch(/and [\d,]+ more columns, which the JSON/)
  })
})

it('has an answer for a table without rows, without columns, and with nothing but nulls', () => {
  const nothing = { ...profile, row_count: 0, alerts: [], correlations: [], candidate_keys: [], null_cell_count: 0 }
  const empty = blankColumnProfile({ name: 'a', sql_type: 'VARCHAR', kind: 'text', count: 0, null_count: 0 })
  for (const columns of [[], [empty], [{ ...empty, count: 5, null_count: 5 }]]) {
    const page = renderReport(buildReport(wide(nothing, columns)))
    expect(page).toContain('<h2 id="columns">Columns</h2>')
    expect(page).not.toMatch(/NaN|undefined|Infinity/)
  }
})
