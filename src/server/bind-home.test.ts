import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildDataset } from '../../test/dataset-factory.ts'
import { buildUser } from '../../test/factories.ts'
import { createTestDatabase } from '../../test/postgres.ts'
import { bindHome } from './bind-home.ts'
import { downgrade, upgrade } from './database/migrations.ts'
import { type Orm, openOrm } from './database/orm.ts'
import { type Home, homeAt, openHome } from './home.ts'
import { serve } from './main.ts'
import { readSettings } from './settings.ts'

let home: Home
let orm: Orm
let databaseUrl: string
const closing: (() => Promise<unknown>)[] = []

const openDatabase = async () => {
  const url = await createTestDatabase({ empty: true })
  const opened = openOrm({ url })
  closing.push(() => opened.close())
  await upgrade(opened)
  return { url, orm: opened }
}
const newDirectory = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'datalens-test-'))
  closing.push(() => rm(directory, { recursive: true }))
  return directory
}

beforeEach(async () => {
  home = await openHome(await newDirectory())
  const database = await openDatabase()
  orm = database.orm
  databaseUrl = database.url
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const bind = (to: Orm = orm, of: Home = home) => bindHome({ db: to.em.fork().getKysely(), home: of })
const placeFiles = async () => {
  for (const path of ['originals/a.csv', 'tables/b.parquet', 'incoming/c']) {
    await mkdir(join(home.files, path, '..'), { recursive: true })
    await writeFile(join(home.files, path), path)
  }
}
const listFiles = async () => (await readdir(home.root, { recursive: true })).sort()
const refusal = /^The home .* belongs to another database\. Check DATABASE_URL; no file was changed\./
const start = (url: string, of: Home = home) =>
  serve({
    settings: readSettings({
      environment: { DATALENS_HOME: of.root, PORT: '0', LOG_LEVEL: 'silent' },
      directory: of.root,
    }),
    home: of,
    databaseUrl: url,
  })

describe('a server that starts', () => {
  test('refuses a database that is empty or another one, and every file is still there', async () => {
    await bind()
    await placeFiles()
    const before = await listFiles()
    const other = await openDatabase()
    await buildDataset(other.orm, await buildUser(other.orm))
    for (const url of [await createTestDatabase({ empty: true }), other.url]) {
      await expect(start(url)).rejects.toThrow(refusal)
      expect(await listFiles()).toEqual(before)
    }
  })

  test('refuses its own database after everything in it was taken down', async () => {
    await bind()
    await placeFiles()
    const before = await listFiles()
    await downgrade(orm, 'base')
    await expect(start(databaseUrl)).rejects.toThrow(refusal)
    expect(await listFiles()).toEqual(before)
  })

  test('takes a new home, the same home again, and a copy of it', async () => {
    await (await start(databaseUrl)).stop()
    const file = join(home.root, 'installation')
    const id = await readFile(file, 'utf8')
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
    await (await start(databaseUrl)).stop()
    const copy = homeAt(await newDirectory())
    await cp(home.root, copy.root, { recursive: true })
    await (await start(databaseUrl, copy)).stop()
    expect(await readFile(file, 'utf8')).toBe(id)
    expect(await readFile(join(copy.root, 'installation'), 'utf8')).toBe(id)
  })
})

describe('a home with files from before homes were bound', () => {
  beforeEach(placeFiles)

  test('is refused by a database that knows no data', async () => {
    const before = await listFiles()
    await expect(bind()).rejects.toThrow(refusal)
    expect(await listFiles()).toEqual(before)
  })

  test('is refused by a database that knows the data of another home', async () => {
    await buildDataset(orm, await buildUser(orm))
    const before = await listFiles()
    await expect(start(databaseUrl)).rejects.toThrow(refusal)
    expect(await listFiles()).toEqual(before)
  })

  test('is taken by one that knows one of its files', async () => {
    const { filename } = await buildDataset(orm, await buildUser(orm))
    await writeFile(join(home.files, 'originals', filename), 'x')
    await bind()
    await bind()
  })
})

test('a server whose database is emptied while it runs deletes no file', async () => {
  const server = await start(databaseUrl)
  await downgrade(orm, 'base')
  await placeFiles()
  const before = await listFiles()
  await upgrade(orm)
  await buildDataset(orm, await buildUser(orm))
  await sql`delete from users`.execute(orm.em.fork().getKysely())
  await sleep(1_000)
  expect(await listFiles()).toEqual(before)
  await server.stop()
})

test('a database that has lost its name is refused', async () => {
  await sql`delete from installation`.execute(orm.em.fork().getKysely())
  await expect(bind()).rejects.toThrow(refusal)
})
