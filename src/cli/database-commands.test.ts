import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../test/postgres.ts'
import { upgrade } from '../server/database/migrations.ts'
import { type Orm, openOrm } from '../server/database/orm.ts'
import { homeAt } from '../server/home.ts'
import { takeHomeLock } from '../server/home-lock.ts'
import { startEmbeddedPostgres } from '../server/postgres/embedded-postgres.ts'
import { createProgram } from './program.ts'
import { writeRevision } from './write-revision.ts'

const directory = mkdtempSync(join(tmpdir(), 'datalens-cli-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** What a command prints under these settings and no others. */
async function run(environment: Record<string, string>, ...parameters: string[]): Promise<string> {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {})
  const settings = { DATALENS_HOME: join(directory, 'home'), DATABASE_URL: '', PORT: '', ...environment }
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  try {
    await createProgram().parseAsync(parameters, { from: 'user' })
    return print.mock.calls.map(([line]) => line).join('\n')
  } finally {
    print.mockRestore()
    vi.unstubAllEnvs()
  }
}

describe('on a server of the person’s own', () => {
  let url: string
  const db = (...parameters: string[]) => run({ DATABASE_URL: url }, 'db', ...parameters)
  beforeAll(async () => {
    url = await createTestDatabase({ empty: true })
  })

  test('base, one step up, head, one step down, base', async () => {
    expect(await db('current')).toBe('base')
    expect(await db('upgrade', 'initial')).toBe('applied 20261122111539_initial_users_and_datasets')
    await expect(db('check')).rejects.toThrow(/^Pending: .* Run: datalens db upgrade$/)
    await db('upgrade')
    expect(await db('upgrade')).toBe('Nothing to apply.')
    const head = await db('current')
    expect(head).toMatch(/^\d{14}_\w+ \(head\)$/)
    expect(await db('downgrade', '-1')).toBe(`reverted ${head.replace(' (head)', '')}`)
    expect((await db('history')).split('\n').at(-1)).toMatch(/pending$/)
    expect(await db('downgrade', 'base')).toContain('reverted 20261122111539_initial_users_and_datasets')
    expect(await db('current')).toBe('base')
    await db('upgrade')
  })

  test('a revision that does not exist is answered with those that do', async () => {
    await expect(db('downgrade', 'nonsense')).rejects.toThrow(
      /^No revision matches "nonsense": 20261122111539_initial_users_and_datasets, /,
    )
  })

  test('a database that a newer DataLens made is refused and left alone', async () => {
    await db('upgrade')
    const orm = openOrm({ url })
    await orm.em.execute(`insert into schema_migrations (name) values ('20990101000000_from_the_future')`)
    const refusal = 'made by a newer DataLens: this one does not know 20990101000000_from_the_future.'
    await expect(db('upgrade')).rejects.toThrow(refusal)
    await expect(db('downgrade', 'base')).rejects.toThrow(refusal)
    expect(await db('tables')).toMatch(/^users /m)
    await orm.em.execute(`delete from schema_migrations where name = '20990101000000_from_the_future'`)
    await orm.close()
  })

  test('check agrees, and fails as soon as the database is another', async () => {
    await db('upgrade')
    expect(await db('check')).toBe('The models and the database agree.')
    const orm = openOrm({ url })
    await orm.em.execute('alter table users drop column full_name')
    await expect(db('check')).rejects.toThrow('alter table "users" add "full_name" varchar(100) null')
    await orm.em.execute('alter table users add column full_name varchar(100) null')
    await orm.close()
  })

  test('status, tables, describe and url say what a newcomer would ask psql for', async () => {
    await db('upgrade')
    const status = await db('status')
    expect(status).toMatch(/connection +ok, SELECT 1 answered/)
    expect(status).toMatch(/server +PostgreSQL 18/)
    expect(status).toMatch(/pending +nothing/)
    expect(await db('tables')).toMatch(/^users +\d+ +0 +[\d,]+$/m)
    const users = await db('describe', 'users')
    expect(users).toMatch(/^email +character varying\(254\) +not null/m)
    expect(users).toMatch(/^full_name +character varying\(100\) +null/m)
    expect(users).toContain('CREATE UNIQUE INDEX users_email_lower_unique')
    expect(await db('describe', 'datasets')).toContain('dataset_status: uploaded, processing, ready, error')
    await expect(db('describe', 'nothing')).rejects.toThrow(/^There is no table "nothing"\. There are: .*users/)
    expect(await db('url')).toBe(url)
  })
})

test('on the embedded server: started for one command, or found where it runs', async () => {
  const status = await run({}, 'db', 'status')
  expect(status).toMatch(/database +embedded in .*home, started for this command/)
  expect(status).toMatch(/revision +base/)
  const home = homeAt(join(directory, 'home'))
  expect(readdirSync(home.postgres).sort()).toEqual(['data', 'server.log'])

  const lock = await takeHomeLock(home, 'datalens serve')
  const { stop } = await startEmbeddedPostgres({ home })
  expect(await run({}, 'db', 'upgrade')).toContain('applied')
  expect(await run({}, 'db', 'status')).toMatch(/database +embedded in .*home, in use by the running DataLens/)
  await stop()
  await lock.release()
  expect(await run({}, 'db', 'check')).toBe('The models and the database agree.')
})

test('a person sees one sentence and no stack', async () => {
  const program = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts'), 'db', 'status']
  const outcome = (environment: Record<string, string>) =>
    promisify(execFile)(process.execPath, program, { cwd: directory, env: { ...process.env, ...environment } }).catch(
      ({ stderr, code }: { stderr: string; code: number }) => ({ lines: stderr.trim().split('\n'), code }),
    )
  expect(await outcome({ PORT: 'x' })).toEqual({
    lines: ['PORT is "x", but must be a whole number from 0 to 65535. Correct it in the environment or in .env.'],
    code: 1,
  })
  const refused = 'PostgreSQL at 127.0.0.1:1 refuses connections. Start it, or correct DATABASE_URL.'
  expect(await outcome({ DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' })).toEqual({
    lines: [`${refused} Trying again.`, refused],
    code: 1,
  })
})

describe('revision', () => {
  let url: string
  let orm: Orm
  let target: string
  beforeEach(async () => {
    url = await createTestDatabase()
    orm = openOrm({ url })
    target = mkdtempSync(join(directory, 'migrations-'))
    const print = vi.spyOn(console, 'log').mockImplementation(() => {})
    return async () => {
      print.mockRestore()
      await orm.close()
    }
  })

  test('writes what the models say and the database lacks, and how to undo it', async () => {
    await orm.em.execute('alter table users drop column full_name')
    await writeRevision(orm, 'Add the full name, again!', false, target)
    const [file = ''] = readdirSync(target)
    expect(file).toMatch(/^\d{14}_add_the_full_name_again\.ts$/)
    const text = readFileSync(join(target, file), 'utf8')
    expect(text).toMatch(
      /override up\(\): void \{\n {4}this\.addSql\(`alter table "users" add "full_name" varchar\(100\) null;`\)/,
    )
    expect(text).toMatch(
      /override down\(\): void \{\n {4}this\.addSql\(`alter table "users" drop column "full_name";`\)/,
    )
  })

  test('refuses when there is nothing to write, or when the database is behind', async () => {
    await expect(writeRevision(orm, 'nothing', false, target)).rejects.toThrow('there is nothing to write')
    await expect(writeRevision(orm, '!!!', false, target)).rejects.toThrow('no letters or digits')
    const behind = openOrm({ url: await createTestDatabase({ empty: true }) })
    await upgrade(behind, (await behind.migrator.getPending())[0]?.name)
    await expect(writeRevision(behind, 'more', false, target)).rejects.toThrow('Run: datalens db upgrade')
    await behind.close()
    expect(readdirSync(target)).toEqual([])
  })

  test('writes an empty one when asked', async () => {
    await writeRevision(orm, 'by hand', true, target)
    expect(readdirSync(target)).toHaveLength(1)
  })
})
