import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../../../test/table-file.ts'
import { ingestFile } from '../ingest/ingest-file.ts'
import { profileTable } from './profile-table.ts'

/** Profiles a text of CSV as an upload is: read into a table first. */
async function profileOfCsv(csv: string) {
  const { path, remove } = await temporaryDirectory()
  onTestFinished(remove)
  const [file, tableFile, workDir] = [join(path, 'upload'), join(path, 'table.parquet'), join(path, 'work')]
  await mkdir(workDir)
  await writeFile(file, csv)
  const resources = { tableFile, workDir, threads: 1, memoryLimitBytes: 512e6 }
  const { columns } = await ingestFile({ file, originalName: 'upload.csv', ...resources })
  return profileTable({ columns, ...resources })
}

const alternating = (row: number, whole: string) => `${whole}.${row === 0 ? 2 : row % 2 ? 1 : 3}`
const rowCount = 1001

/** Each column: its cell in a row, and what is known of it by its making; sets like those of NIST for numerical accuracy. */
const known = {
  three: {
    cell: (row: number) => ['10000001', '10000003', '10000002'][row] ?? '',
    ...{ n: 3, mean: 10000002, std: 1, autocorrelation: -0.5, digits: 15 },
  },
  near: {
    cell: (row: number) => alternating(row, '1'),
    ...{ n: rowCount, mean: 1.2, std: 0.1, autocorrelation: -0.999, digits: 14 },
  },
  far: {
    cell: (row: number) => alternating(row, '1000000'),
    ...{ n: rowCount, mean: 1000000.2, std: 0.1, autocorrelation: -0.999, digits: 9 },
  },
  farther: {
    cell: (row: number) => alternating(row, '10000000'),
    ...{ n: rowCount, mean: 10000000.2, std: 0.1, autocorrelation: -0.999, digits: 8 },
  },
  huge: {
    cell: (row: number) => `100000000000000000${row === 0 ? 2 : row % 2 ? 1 : 3}`,
    ...{ n: rowCount, mean: 1e18, std: 1, autocorrelation: -0.999, digits: 14 },
  },
  small: {
    cell: (row: number) => `0.000000000${row === 0 ? 2 : row % 2 ? 1 : 3}`,
    ...{ n: rowCount, mean: 2e-10, std: 1e-10, autocorrelation: -0.999, digits: 14 },
  },
}

const off = (actual: unknown, certified: number) => Math.abs(Number(actual) / certified - 1)

/** Sets of the statistical reference data of NIST, one beside the other, with their certified values. */
const certified = {
  lottery: { n: 218, mean: 518.95871559633, std: 291.699727470969, autocorrelation: -0.120948622967393 },
  lew: { n: 200, mean: -177.435, std: 277.332168044316, autocorrelation: -0.307304800605679 },
  mavro: { n: 50, mean: 2.001856, std: 0.429123454003053e-3, autocorrelation: 0.937989183438248 },
  michelson: { n: 100, mean: 299.8524, std: 0.0790105478190518, autocorrelation: 0.535199668621283 },
}

test('reference data has its certified mean, deviation and autocorrelation', async () => {
  const { columns } = await profileOfCsv(await readFile('fixtures/certified/univariate.csv', 'utf8'))
  expect(columns.map(({ name }) => name)).toEqual(Object.keys(certified))
  for (const profile of columns) {
    const { n, mean, std, autocorrelation } = certified[profile.name as keyof typeof certified]
    expect(profile.count - profile.null_count, profile.name).toBe(n)
    expect(off(profile.mean, mean), profile.name).toBeLessThan(2e-15)
    expect(off(profile.std, std), profile.name).toBeLessThan(2e-15)
    expect(off(profile.autocorrelation_lag1, autocorrelation), profile.name).toBeLessThan(4e-15)
  }
})

test('a file of hard numbers has its certified mean, deviation and autocorrelation', async () => {
  const names = Object.keys(known)
  const lines = Array.from({ length: rowCount }, (_, row) =>
    Object.values(known)
      .map(({ cell }) => cell(row))
      .join(','),
  )
  const { columns } = await profileOfCsv(`${[names.join(','), ...lines].join('\n')}\n`)
  for (const [name, { n, mean, std, autocorrelation, digits }] of Object.entries(known)) {
    const profile = columns.find((column) => column.name === name)
    expect(profile, name).toMatchObject({
      kind: 'numeric',
      count: rowCount,
      null_count: rowCount - n,
      distinct_count: 3,
    })
    expect(off(profile?.mean, mean), name).toBeLessThan(1e-15)
    expect(off(profile?.std, std), name).toBeLessThan(10 ** -digits)
    expect(off(profile?.autocorrelation_lag1, autocorrelation), name).toBeLessThan(1e-9)
  }
  expect(columns.find(({ name }) => name === 'huge')?.sum).toBe(String(1000000000000000002n * BigInt(rowCount)))
})

test.each([
  ['only its header', 'a,b\n', 0],
  ['one row', 'a,b\n-0,1e308\n', 1],
  ['infinities and an empty column', 'a,b\ninf,\n-inf,\nnan,\n1,\n', 4],
])('a file of %s has no NaN in its profile', async (_, csv, rows) => {
  const profile = await profileOfCsv(csv)
  expect(profile.row_count).toBe(rows)
  expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
})
