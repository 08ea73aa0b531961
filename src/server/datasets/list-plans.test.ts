import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildUser } from '../../../test/factories.ts'
import { createTestDatabase } from '../../../test/postgres.ts'
import { datasetListQuerySchema } from '../../shared/dataset.ts'
import type { UserRow } from '../accounts/user.ts'
import { type Orm, openOrm } from '../database/orm.ts'
import { visibleTo } from './access.ts'
import { conditionsOf, orderOf, pageStatement } from './list-datasets.ts'

let orm: Orm
let ada: UserRow
let guest: UserRow

beforeAll(async () => {
  orm = openOrm({ url: await createTestDatabase() })
  ada = await buildUser(orm)
  const others = await Promise.all(Array.from({ length: 20 }, () => buildUser(orm)))
  const owners = [ada, ...others].map(({ id }) => id)
  await sql`insert into datasets
      (user_id, filename, original_filename, title, file_type, file_size, file_path, status, columns_info, created_at)
    select (${owners}::uuid[])[1 + n % 21], 'f' || n, 'f', 'f', 'csv', 1, 'f', 'ready',
      jsonb_build_array(
        jsonb_build_object('name', 'column ' || n % 500, 'source_name', 'c', 'kind', 'numeric', 'null_count', 0),
        jsonb_build_object('name', 'common', 'source_name', 'c', 'kind', 'text', 'null_count', 0)),
      now() - n * interval '1 second'
    from generate_series(1, 10000) n`.execute(db())
  await sql`insert into dataset_versions (dataset_id, number, status, original_filename, file_path, file_size, sha256)
    select id, 1, 'ready', 'f', 'f', 1, '' from datasets`.execute(db())
  guest = await buildUser(orm)
  await sql`insert into dataset_shares (dataset_id, user_id, role)
    select id, ${guest.id}, 'viewer' from datasets where user_id <> ${ada.id} order by filename limit 1000`.execute(
    db(),
  )
  await sql`insert into dataset_shares (dataset_id, user_id, role)
    select id, ${others[0]?.id}, 'editor' from datasets where user_id <> ${others[0]?.id}`.execute(db())
  await sql`update datasets set visible_to_everyone = true where filename like 'f%77'`.execute(db())
  await sql`vacuum analyze`.execute(db())
})

afterAll(() => orm.close())

const db = () => orm.em.fork().getKysely()

const planOf = async (query: Record<string, string>, person = ada): Promise<string> => {
  const parsed = datasetListQuerySchema.parse(query)
  const statement = pageStatement(person.id, conditionsOf(person.id, parsed), orderOf(parsed.sort), parsed)
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${statement}`.execute(db())
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

describe('with 10,000 datasets', () => {
  test('columns are found by the index on columns_info', async () => {
    const plan = await planOf({ has_column: 'column 7', column_kind: 'numeric' })
    expect(plan).toMatch(/Bitmap Index Scan on datasets_columns_info_index/)
    expect(plan).not.toMatch(/Seq Scan on datasets/)
  })

  test('my datasets, newest first, come from the index on (user_id, created_at)', async () => {
    const plan = await planOf({ limit: '20', shared: 'false' })
    expect(plan).toMatch(/Index Scan Backward using datasets_user_id_created_at_index/)
    expect(plan).not.toMatch(/Seq Scan on datasets d /)
  })

  test.each([
    ['everything of an owner', () => ada, {}],
    ['everything of somebody with 1,000 shared ones', () => guest, {}],
    ['what is shared with somebody', () => guest, { shared: 'true' }],
    ['what is shared and has a word', () => guest, { shared: 'true', q: 'f' }],
  ])('%s comes from one index for each way to a dataset', async (_, person, query: Record<string, string>) => {
    const plan = await planOf({ limit: '20', ...query }, person())
    if (!query.shared) expect(plan).toMatch(/Bitmap Index Scan on datasets_user_id_created_at_index/)
    expect(plan).toMatch(/Bitmap Index Scan on datasets_visible_to_everyone_index/)
    expect(plan).toMatch(/Bitmap Index Scan on datasets_pkey/)
    expect(plan).toMatch(/using dataset_shares_user_id_dataset_id_unique/)
    expect(plan).not.toMatch(/Seq Scan on (datasets|dataset_shares)/)
  })

  test('a page of 1,000 shared and 100 open ones has each of them once', async () => {
    const parsed = datasetListQuerySchema.parse({ limit: '1000', sort: 'created_at' })
    const statement = pageStatement(guest.id, conditionsOf(guest.id, parsed), orderOf(parsed.sort), parsed)
    const { rows } = await statement.execute(db())
    const [{ expected } = { expected: 0 }] = (
      await sql<{ expected: number }>`select count(*)::int as expected from datasets d where visible_to_everyone
        or exists (select from dataset_shares s where s.dataset_id = d.id and s.user_id = ${guest.id})`.execute(db())
    ).rows
    expect(expected).toBeGreaterThan(1000)
    expect(rows[0]?.total).toBe(expected)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1000)
  })

  test('one dataset comes from its primary key', async () => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select d.title from datasets d where d.id = gen_random_uuid() and ${visibleTo(guest.id)}`.execute(db())
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan on datasets/)
    const { rows: known } = await sql<{ 'QUERY PLAN': string }>`
      explain select d.title from datasets d where d.id = ${guest.id} and ${visibleTo(guest.id)}`.execute(db())
    expect(known.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/^Index Scan using datasets_pkey/)
  })

  test('signing in uses the unique indexes on lower(...)', async () => {
    await sql`insert into users (email, username, hashed_password)
      select 'p' || n || '@example.org', 'p' || n, 'x' from generate_series(1, 5000) n`.execute(db())
    await sql`analyze users`.execute(db())
    for (const column of ['email', 'username']) {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`
        explain select * from users where lower(${sql.ref(column)}) = lower(${'P77'})`.execute(db())
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(new RegExp(`users_${column}_lower_unique`))
    }
  })
})
