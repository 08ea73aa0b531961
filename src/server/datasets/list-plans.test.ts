import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildUser } from '../../../test/factories.ts'
import { createTestDatabase } from '../../../test/postgres.ts'
import { datasetListQuerySchema } from '../../shared/dataset.ts'
import type { UserRow } from '../accounts/user.ts'
import { type Orm, openOrm } from '../database/orm.ts'
import { conditionsOf, orderOf, pageStatement } from './list-datasets.ts'

let orm: Orm
let ada: UserRow

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
  await sql`insert into dataset_versions (dataset_id, number, status, file_path, file_size, sha256)
    select id, 1, 'ready', 'f', 1, '' from datasets`.execute(db())
  await sql`analyze`.execute(db())
}, 60_000)

afterAll(() => orm.close())

const db = () => orm.em.fork().getKysely()

const planOf = async (query: Record<string, string>): Promise<string> => {
  const parsed = datasetListQuerySchema.parse(query)
  const statement = pageStatement(ada.id, conditionsOf(ada.id, parsed), orderOf(parsed.sort), parsed)
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
    const plan = await planOf({ limit: '20' })
    expect(plan).toMatch(/Index Scan Backward using datasets_user_id_created_at_index/)
    expect(plan).not.toMatch(/Seq Scan on datasets d /)
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
