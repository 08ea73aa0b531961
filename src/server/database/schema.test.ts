import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/postgres.ts'
import { UserEntity } from '../accounts/user.ts'
import { type CatalogTable, readCatalog, readEnums } from './catalog.ts'
import { type Orm, openOrm } from './orm.ts'

let orm: Orm
let catalog: CatalogTable[]

beforeAll(async () => {
  orm = openOrm({ url: await createTestDatabase() })
  catalog = await readCatalog(orm)
})

afterAll(() => orm.close())

const structure = (table: string) =>
  catalog
    .find((entry) => entry.table === table)
    ?.columns.map((c) => `${c.column} ${c.type}${c.nullable ? ' null' : ''}${c.default ? ` = ${c.default}` : ''}`)

type Row = Record<string, string>

const first = async (rows: Promise<Row[]>): Promise<Row> => (await rows)[0] ?? {}

const insertUser = (email: string, username: string) =>
  orm.em.execute<Row[]>(`insert into users (email, username, hashed_password) values (?, ?, 'x') returning *`, [
    email,
    username,
  ])

const insertDataset = (userId: string | undefined, name: string) =>
  orm.em.execute<Row[]>(
    `insert into datasets (user_id, filename, original_filename, title, file_type, file_size, file_path)
     values (?, ?, ?, ?, 'csv', 3221225472, ?) returning *`,
    [userId, name, name, name, name],
  )

describe('the seed', () => {
  test('the connection answers', async () => {
    expect(await orm.em.execute('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('users, datasets and the migration table exist', () => {
    const tables = catalog.map(({ table }) => table)
    expect(tables).toEqual(expect.arrayContaining(['users', 'datasets', 'schema_migrations']))
  })

  test('users has the columns, defaults and indexes of the plan', () => {
    expect(structure('users')?.slice(0, 9)).toEqual([
      'id uuid = gen_random_uuid()',
      'created_at timestamp with time zone = now()',
      'updated_at timestamp with time zone = now()',
      'email character varying(254)',
      'username character varying(50)',
      'hashed_password character varying(255)',
      'full_name character varying(100) null',
      'is_active boolean = true',
      'is_superuser boolean = false',
    ])
    const indexes = catalog.find(({ table }) => table === 'users')?.indexes.join('\n')
    expect(indexes).toMatch(/UNIQUE INDEX users_email_unique ON public.users USING btree \(email\)/)
    expect(indexes).toMatch(
      /UNIQUE INDEX users_email_lower_unique ON public.users USING btree \(lower\(\(email\)::text\)\)/,
    )
    expect(indexes).toMatch(/UNIQUE INDEX users_username_unique ON public.users USING btree \(username\)/)
    expect(indexes).toMatch(/UNIQUE INDEX users_username_lower_unique .*lower\(\(username\)::text\)/)
  })

  test('datasets has the columns, defaults and indexes of the plan', async () => {
    expect(structure('datasets')?.slice(0, 13)).toEqual([
      'id uuid = gen_random_uuid()',
      'created_at timestamp with time zone = now()',
      'updated_at timestamp with time zone = now()',
      'user_id uuid',
      'filename character varying(255)',
      'original_filename text',
      'file_type character varying(50)',
      'file_size bigint',
      'file_path character varying(500)',
      'row_count bigint null',
      'column_count integer null',
      'columns_info jsonb null',
      "status dataset_status = 'uploaded'::dataset_status",
    ])
    const table = catalog.find((entry) => entry.table === 'datasets')
    expect(table?.indexes.join('\n')).toMatch(/\(user_id, created_at\)/)
    expect(table?.indexes.join('\n')).toMatch(/USING gin \(columns_info jsonb_path_ops\)/)
    expect(table?.indexes.join('\n')).toMatch(/UNIQUE INDEX datasets_filename_unique/)
    expect(table?.constraints.join('\n')).toMatch(/FOREIGN KEY \(user_id\) REFERENCES users\(id\).* ON DELETE CASCADE/)
    expect(await readEnums(orm)).toContain('dataset_status: uploaded, processing, ready, error')
  })
})

describe('what the database itself keeps true', () => {
  test('plain SQL gets ids, times and defaults, and an update moves updated_at', async () => {
    const before = await first(insertUser('plain@example.org', 'plain'))
    expect(before).toMatchObject({ is_active: true, is_superuser: false, full_name: null })
    await orm.em.execute(`update users set full_name = 'P' where id = ?`, [before.id])
    const after = await first(orm.em.execute('select created_at, updated_at from users where id = ?', [before.id]))
    expect(new Date(after.updated_at ?? 0).getTime()).toBeGreaterThan(new Date(before.updated_at ?? 0).getTime())
    expect(after.created_at).toEqual(before.created_at)
  })

  test.each([
    ['email', 'ONE@example.org', 'other', 'users_email_lower_unique'],
    ['username', 'other@example.org', 'ONE', 'users_username_lower_unique'],
  ])('%s is unique whatever its case', async (_, email, username, index) => {
    await orm.em.execute(`delete from users where username = 'one'`)
    await insertUser('one@example.org', 'one')
    await expect(insertUser(email, username)).rejects.toThrow(index)
  })

  test('a file of three gigabytes fits, and deleting the user deletes the datasets', async () => {
    const user = await first(insertUser('big@example.org', 'big'))
    const dataset = await first(insertDataset(user.id, 'big.csv'))
    expect(Number(dataset.file_size)).toBe(3 * 2 ** 30)
    await orm.em.execute('delete from users where id = ?', [user.id])
    expect(await orm.em.execute('select 1 from datasets where id = ?', [dataset.id])).toEqual([])
  })
})

test('50 users come with their datasets in at most two statements, and a dataset knows its owner', async () => {
  for (let n = 0; n < 50; n += 1) {
    const user = await first(insertUser(`many${n}@example.org`, `many${n}`))
    await insertDataset(user.id, `many${n}-1`)
    await insertDataset(user.id, `many${n}-2`)
  }
  const pool = await orm.em.getConnection().getNativeClient()
  let statements = 0
  const count = () => {
    statements += 1
  }
  pool.on('acquire', count)
  const users = await orm.em
    .fork()
    .find(UserEntity, { username: { $like: 'many%' } }, { populate: ['datasets'], strategy: 'select-in' })
  pool.off('acquire', count)
  expect(users).toHaveLength(50)
  expect(users.flatMap((user) => user.datasets.getItems())).toHaveLength(100)
  expect(users[0]?.datasets[0]?.owner).toBe(users[0])
  expect(statements).toBeGreaterThan(0)
  expect(statements).toBeLessThanOrEqual(2)
})
