import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/postgres.ts'
import { peopleQuerySchema } from '../../shared/people.ts'
import { type Orm, openOrm } from '../database/orm.ts'
import { listPeople, peopleStatement } from './list-people.ts'

let orm: Orm

beforeAll(async () => {
  orm = openOrm({ url: await createTestDatabase() })
  await sql`insert into users (email, username, hashed_password, full_name, is_active, is_superuser, created_at, last_login_at)
    select 'mail' || n || '@example.org', 'person-' || n, 'x', case when n % 3 = 0 then 'Ada Number ' || n end,
      n % 10 <> 0, n % 1000 = 1, timestamptz '2024-01-01' + n * interval '1 minute',
      case when n % 2 = 0 then timestamptz '2024-06-01' - n * interval '1 minute' end
    from generate_series(1, 10000) n`.execute(db())
  await sql`insert into datasets (user_id, filename, original_filename, title, file_type, file_size, file_path)
    select u.id, u.username || '-' || copy, 'f', 'f', 'csv', substring(u.username from 8)::int, u.username || '-' || copy
    from users u, generate_series(1, 2) copy where substring(u.username from 8)::int % 5 = 0`.execute(db())
  await sql`insert into dataset_versions (dataset_id, number, status, original_filename, file_path, file_size, sha256)
    select d.id, n, 'ready', 'f', d.file_path || case n when 2 then '-new' else '' end, d.file_size, ''
    from datasets d, generate_series(1, 3) n`.execute(db())
  await sql`update datasets set deleted_at = now() where filename like '%-2'`.execute(db())
  await sql`analyze`.execute(db())
})

afterAll(() => orm.close())

const db = () => orm.em.fork().getKysely()

const list = async (query: Record<string, string>) =>
  await listPeople(db(), peopleQuerySchema.parse(query), { defaultQuotaBytes: undefined })

const namesIn = async (query: Record<string, string>) => (await list(query)).items.map(({ username }) => username)

const planOf = async (query: Record<string, string>): Promise<string> => {
  const { rows } = await sql<{
    'QUERY PLAN': string
  }>`explain ${peopleStatement(peopleQuerySchema.parse(query))}`.execute(db())
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

describe('of 10,000 people', () => {
  test('newest first come from an index, and only what the page shows is added up', async () => {
    const plan = await planOf({ limit: '50' })
    expect(plan).toMatch(/Index Scan Backward using users_created_at_id_index/)
    expect(plan).toMatch(/datasets_user_id_created_at_index/)
    expect(plan).not.toMatch(/Seq Scan on (datasets|dataset_versions)/)
  })

  test.each([['username'], ['email']])('sorted by %s they come from the unique index', async (column) => {
    expect(await planOf({ sort: column, limit: '50' })).toMatch(new RegExp(`users_${column}_lower_unique`))
  })

  test('who stores most is found by adding everything up once, not for each person', async () => {
    const plan = await planOf({ sort: '-storage_used_bytes', limit: '50' })
    const sums = plan.slice(plan.indexOf('Hash'))
    expect(sums).toMatch(/HashAggregate|GroupAggregate/)
    expect(await namesIn({ sort: '-storage_used_bytes', limit: '2' })).toEqual(['person-10000', 'person-9995'])
  })

  test('pages neither repeat nor skip anybody, whatever the order', async () => {
    for (const sort of ['-created_at', 'full_name', 'storage_used_bytes']) {
      const seen = new Set<string>()
      for (let offset = 0; offset < 10_000; offset += 1000) {
        for (const name of await namesIn({ sort, limit: '1000', offset: String(offset) })) seen.add(name)
      }
      expect([sort, seen.size]).toEqual([sort, 10_000])
    }
  })
})

test('every word of the search must occur somewhere, in whatever case', async () => {
  expect(await namesIn({ q: 'ADA 9999' })).toEqual(['person-9999'])
  expect(await namesIn({ q: 'mail1234@' })).toEqual(['person-1234'])
  expect(await namesIn({ q: 'Person-77 number', sort: 'username', limit: '2' })).toEqual(['person-7701', 'person-7704'])
  expect(await namesIn({ q: '%' })).toEqual([])
  expect(await namesIn({ q: '_' })).toEqual([])
  expect(await namesIn({ q: '\\' })).toEqual([])
})

test('filters narrow, and the total is that of all pages', async () => {
  expect(await list({ is_active: 'false', limit: '1' })).toMatchObject({ total: 1000, items: [{ is_active: false }] })
  expect(await list({ is_superuser: 'true', is_active: 'true', limit: '3' })).toMatchObject({ total: 10 })
  expect(await list({ offset: '20000' })).toMatchObject({ total: 10_000, items: [] })
})

test('who has never signed in, or has no name, comes last either way', async () => {
  for (const sort of ['last_login_at', '-last_login_at'])
    expect((await list({ sort, limit: '1' })).items[0]?.last_login_at).not.toBeNull()
  for (const sort of ['full_name', '-full_name'])
    expect((await list({ sort, limit: '1' })).items[0]?.full_name).not.toBeNull()
})

test('storage counts every original once, those of versions and of the trash too', async () => {
  const [person] = (await list({ q: 'person-500', sort: 'username' })).items
  expect(person).toMatchObject({ username: 'person-500', storage_used_bytes: 4 * 500, dataset_count: 2 })
})
