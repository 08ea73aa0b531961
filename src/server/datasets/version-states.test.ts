import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildColumn, buildDataset } from '../../../test/dataset-factory.ts'
import { buildUser } from '../../../test/factories.ts'
import { createTestDatabase } from '../../../test/postgres.ts'
import { type DatasetStatus, datasetStatuses } from '../../shared/dataset.ts'
import type { UserRow } from '../accounts/user.ts'
import { type Orm, openOrm } from '../database/orm.ts'
import {
  type Claim,
  ClaimLost,
  cancelWork,
  claimVersion,
  failVersion,
  holdsClaim,
  maxAttempts,
  moveVersion,
  noteProgress,
  promoteVersion,
  releaseVersion,
  StatusRefused,
  type VersionResult,
} from './version-states.ts'

let orm: Orm
let ada: UserRow

beforeAll(async () => {
  orm = openOrm({ url: await createTestDatabase() })
  ada = await buildUser(orm)
})

afterAll(() => orm.close())

const db = () => orm.em.fork().getKysely()

const claim = async (versionId: string): Promise<Claim> => {
  const claimed = await claimVersion(db(), versionId)
  if (!claimed) throw new Error('nothing to claim')
  return claimed
}

const stateOf = async (id: string) => {
  const { rows } = await sql<Record<string, unknown>>`
    select d.status as dataset, v.status as version, v.attempt, d.error_code as error, d.row_count::int as rows,
      v.table_path as "table", d.current_version as current
    from datasets d join dataset_versions v on v.dataset_id = d.id where d.id = ${id} order by v.number desc limit 1`.execute(
    db(),
  )
  return rows[0]
}

const result = (table = 'files/tables/t.parquet'): VersionResult => ({
  tablePath: table,
  tableSize: 5,
  rowCount: 3,
  columns: [buildColumn('a\0b', 'numeric'), buildColumn('c')],
  receipt: {
    bytes: 10,
    sha256: '',
    format: {
      type: 'csv',
      encoding: 'utf-8',
      bom: false,
      delimiter: ',',
      quote: '"',
      escape: '"',
      line_end: '\n',
      header_rows: 1,
      skipped_rows: 0,
      sheet: null,
      evidence: [],
    },
    lines: null,
    rows_loaded: 3,
    rows_reported: 0,
    rows_rejected: 2,
    reported: { short_rows: 0, long_rows: 0, unparsed_cells: 0 },
    columns: [],
    questions: [{}],
    duration_ms: 1,
    peak_memory_bytes: null,
  } as unknown as VersionResult['receipt'],
  profile: { columns: [], alerts: [{}, {}], engine_version: '\ud800' } as unknown as VersionResult['profile'],
})

describe('the way of a version', () => {
  test('uploaded, processing, ready', async () => {
    const { id, versionId } = await buildDataset(orm, ada, { status: 'uploaded' })
    const first = await claim(versionId)
    expect(await stateOf(id)).toMatchObject({ dataset: 'processing', version: 'processing', attempt: 1 })
    await promoteVersion(db(), first, result())
    expect(await stateOf(id)).toMatchObject({
      dataset: 'ready',
      version: 'ready',
      rows: 3,
      table: 'files/tables/t.parquet',
    })
    const { rows } = await sql`select kind_counts, kind_strip, question_count, alert_count, rejected_count::int,
      columns_info->0->>'name' as name from datasets where id = ${id}`.execute(db())
    expect(rows[0]).toEqual({
      kind_counts: { numeric: 1, text: 1 },
      kind_strip: ['numeric', 'text'],
      question_count: 1,
      alert_count: 2,
      rejected_count: 2,
      name: 'a\u2400b',
    })
  })

  test('uploaded, processing, error', async () => {
    const { id, versionId } = await buildDataset(orm, ada, { status: 'uploaded' })
    await failVersion(db(), await claim(versionId), { code: 'empty_file', detail: 'It is empty.' })
    expect(await stateOf(id)).toMatchObject({ dataset: 'error', version: 'error', error: 'empty_file', table: null })
  })

  test('a later version that fails leaves the one in use, one that succeeds takes its place', async () => {
    const { id, versionId } = await buildDataset(orm, ada, { status: 'uploaded' })
    await promoteVersion(db(), await claim(versionId), result())
    for (const [number, works] of [
      [2, false],
      [3, true],
    ] as const) {
      const { rows } = await sql<{ id: string }>`
        insert into dataset_versions (dataset_id, number, reason, original_filename, file_path, file_size, sha256)
        values (${id}, ${number}, 'reingest', 'f', 'f', 1, '') returning id`.execute(db())
      const again = await claim(rows[0]?.id ?? '')
      expect(await stateOf(id)).toMatchObject({ dataset: 'ready', version: 'processing' })
      if (works) await promoteVersion(db(), again, result('files/tables/3.parquet'))
      else await failVersion(db(), again, { code: 'corrupt_file', detail: '' })
      expect(await stateOf(id)).toMatchObject({ dataset: 'ready', error: null, current: works ? number : 1 })
    }
  })

  const allowed = ['uploaded>processing', 'processing>processing', 'processing>ready', 'processing>error']
  const moves = datasetStatuses.flatMap((from) =>
    datasetStatuses.map((to) => [from, to] as [DatasetStatus, DatasetStatus]),
  )
  test.each(moves)('%s -> %s', async (from, to) => {
    const { id, versionId } = await buildDataset(orm, ada, { status: from })
    const move = moveVersion(db(), versionId, to)
    if (allowed.includes(`${from}>${to}`)) await move
    else await expect(move).rejects.toThrow(StatusRefused)
    expect(await stateOf(id)).toMatchObject(
      allowed.includes(`${from}>${to}`) ? { dataset: to } : { dataset: from, version: from },
    )
  })
})

describe('only the latest attempt counts', () => {
  test('an overtaken attempt can neither promote, nor fail, nor report', async () => {
    const { id, versionId } = await buildDataset(orm, ada, { status: 'uploaded' })
    const first = await claim(versionId)
    const second = await claim(versionId)
    expect(await holdsClaim(db(), first)).toBe(false)
    expect(await noteProgress(db(), first, {} as never)).toBe(false)
    await expect(promoteVersion(db(), first, result('old'))).rejects.toThrow(ClaimLost)
    await expect(failVersion(db(), first, { code: 'x', detail: '' })).rejects.toThrow(ClaimLost)
    await promoteVersion(db(), second, result('new'))
    expect(await stateOf(id)).toMatchObject({ dataset: 'ready', table: 'new' })
  })

  test('of two results at the same moment one is promoted', async () => {
    const { id, versionId } = await buildDataset(orm, ada, { status: 'uploaded' })
    const only = await claim(versionId)
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((table) => promoteVersion(db(), only, result(table))),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const winner = ['a', 'b', 'c', 'd'][outcomes.findIndex(({ status }) => status === 'fulfilled')]
    expect(await stateOf(id)).toMatchObject({ table: winner })
  })

  test('a finished or deleted version cannot be claimed', async () => {
    const { versionId, id } = await buildDataset(orm, ada, { status: 'ready' })
    expect(await claimVersion(db(), versionId)).toBeUndefined()
    await sql`delete from datasets where id = ${id}`.execute(db())
    expect(await claimVersion(db(), versionId)).toBeUndefined()
  })

  test('a promotion and a delete at once never wait for each other in a circle', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, versionId } = await buildDataset(orm, ada, { status: 'uploaded' })
      const only = await claim(versionId)
      const [promoted, deleted] = await Promise.allSettled([
        promoteVersion(db(), only, result()),
        sql`delete from datasets where id = ${id}`.execute(db()),
      ])
      expect(deleted.status).toBe('fulfilled')
      if (promoted.status === 'rejected') expect(promoted.reason).toBeInstanceOf(ClaimLost)
    }
  })
})

describe('attempts that come to nothing', () => {
  test(`after ${maxAttempts} lost attempts the dataset is an error that says so`, async () => {
    const { id, versionId } = await buildDataset(orm, ada, { status: 'uploaded' })
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      expect(await claimVersion(db(), versionId)).toMatchObject({ attempt, tries: attempt })
    }
    expect(await claimVersion(db(), versionId)).toBeUndefined()
    expect(await stateOf(id)).toMatchObject({ dataset: 'error', error: 'crashed' })
  })

  test('an attempt that an orderly stop puts back does not count', async () => {
    const { versionId } = await buildDataset(orm, ada, { status: 'uploaded' })
    for (let attempt = 1; attempt <= maxAttempts + 2; attempt += 1) {
      const claimed = await claimVersion(db(), versionId)
      expect(claimed).toMatchObject({ attempt, tries: 1 })
      if (claimed) await releaseVersion(db(), claimed)
    }
  })
})

describe('cancelling', () => {
  test.each(['uploaded', 'processing'] as const)('ends what is %s as an error', async (status) => {
    const { id } = await buildDataset(orm, ada, { status })
    expect(await cancelWork(db(), id)).toBe(true)
    expect(await stateOf(id)).toMatchObject({ dataset: 'error', version: 'error', error: 'cancelled' })
  })

  test('finds nothing to do at a dataset that is ready', async () => {
    const { id } = await buildDataset(orm, ada, { status: 'ready' })
    expect(await cancelWork(db(), id)).toBe(false)
    expect(await stateOf(id)).toMatchObject({ dataset: 'ready' })
  })
})
