import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/postgres.ts'
import { readCatalog, readEnums } from './catalog.ts'
import { downgrade, listDifferences, listRevisions, upgrade } from './migrations.ts'
import { type Orm, openOrm } from './orm.ts'

let url: string
let orm: Orm

beforeAll(async () => {
  url = await createTestDatabase({ empty: true })
  orm = openOrm({ url })
})

afterAll(() => orm.close())

const functionsAndTypes = async () =>
  (
    await orm.em.execute<{ name: string }[]>(`
      select proname as name from pg_proc where pronamespace = 'public'::regnamespace
      union all select typname from pg_type where typnamespace = 'public'::regnamespace and typtype = 'e' order by 1`)
  ).map(({ name }) => name)

test('base -> head -> base -> head ends with the same catalog, and base leaves nothing behind', async () => {
  const [first] = await listRevisions(orm)
  await upgrade(orm, first?.name)
  expect((await readCatalog(orm)).map(({ table }) => table)).toEqual(['datasets', 'schema_migrations', 'users'])

  await upgrade(orm)
  const head = [await readCatalog(orm), await readEnums(orm), await functionsAndTypes()]
  await downgrade(orm, 'base')
  expect((await readCatalog(orm)).map(({ table }) => table)).toEqual(['schema_migrations'])
  expect(await functionsAndTypes()).toEqual([])

  await upgrade(orm)
  expect([await readCatalog(orm), await readEnums(orm), await functionsAndTypes()]).toEqual(head)
})

test('every single step down and up again leads to the same catalog', async () => {
  await upgrade(orm)
  const names = (await listRevisions(orm)).map(({ name }) => name)
  for (const name of names.toReversed()) {
    const before = await readCatalog(orm)
    expect(await downgrade(orm, '-1')).toEqual([name])
    expect(await upgrade(orm, name)).toEqual([name])
    expect(await readCatalog(orm)).toEqual(before)
    await downgrade(orm, '-1')
  }
  await upgrade(orm)
})

test('a dataset from before titles and versions gets its file name as title, and a version that is read again', async () => {
  const [first] = await listRevisions(orm)
  await downgrade(orm, 'base')
  await upgrade(orm, first?.name)
  await orm.em.execute(`insert into users (email, username, hashed_password) values ('a@b.c', 'ada', 'x')`)
  await orm.em.execute(`insert into datasets (user_id, filename, original_filename, file_type, file_size, file_path, status)
    select id, 'f.csv', 'visits.csv', 'csv', 1, 'f.csv', 'ready' from users`)
  await upgrade(orm)
  expect(await orm.em.execute('select title from datasets')).toEqual([{ title: 'visits.csv' }])
  expect(
    await orm.em.execute(`select v.number, v.status, v.file_path, v.file_size::int, v.created_by = d.user_id as by_owner,
      d.status as dataset_status from dataset_versions v join datasets d on d.id = v.dataset_id`),
  ).toEqual([
    {
      number: 1,
      status: 'uploaded',
      file_path: 'f.csv',
      file_size: 1,
      by_owner: true,
      dataset_status: 'uploaded',
    },
  ])
  await orm.em.execute('delete from users')
})

test('the models say nothing that the migrations do not make', async () => {
  expect(await listDifferences(orm)).toEqual([])
  await orm.em.execute('alter table datasets drop column description')
  expect((await listDifferences(orm)).join()).toContain('add "description" text')
  await orm.em.execute('alter table datasets add column description text')
})

test('two processes that upgrade at once end with one schema', async () => {
  await downgrade(orm, 'base')
  const another = openOrm({ url })
  const applied = await Promise.all([upgrade(orm), upgrade(another)])
  await another.close()
  const all = (await listRevisions(orm)).map(({ name }) => name)
  expect(applied.flat().sort()).toEqual(all)
})
