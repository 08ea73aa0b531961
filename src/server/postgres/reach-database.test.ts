import { randomBytes } from 'node:crypto'
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { startOlderPostgres } from '../../../test/older-postgres.ts'
import { createTestDatabase } from '../../../test/postgres.ts'
import { downgrade, listDifferences, upgrade } from '../database/migrations.ts'
import { openOrm } from '../database/orm.ts'
import { migrateQueue } from '../jobs/queue.ts'
import { DatabaseError, reachDatabase } from './reach-database.ts'

const superuserUrl = inject('postgresUrl')

async function ask(url: string, statement: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query({ text: statement, rowMode: 'array' }).finally(() => client.end())
  return rows
}

const withDatabase = (url: string, database: string) => url.replace(/[^/]+$/, encodeURIComponent(database))
const newName = () => `Reached "${randomBytes(4).toString('hex')}"`

/** A role that may do nothing in particular. */
async function createRole(): Promise<{ role: string; url: string }> {
  const role = `role_${randomBytes(4).toString('hex')}`
  await ask(superuserUrl, `CREATE ROLE ${role} LOGIN PASSWORD 'secret'`)
  return { role, url: superuserUrl.replace(/postgres:[^@]+@/, `${role}:secret@`) }
}

const refusalOf = (url: string) =>
  reachDatabase(url).then(
    () => undefined,
    (error: Error) => error,
  )

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('a database that is there is enough', async () => {
  await reachDatabase(await createTestDatabase())
})

describe('a database that is missing', () => {
  test('is made where the role may, whatever its name', async () => {
    const url = withDatabase(superuserUrl, newName())
    await Promise.all([reachDatabase(url), reachDatabase(url)])
    expect(await ask(url, `SELECT current_setting('server_encoding')`)).toEqual([['UTF8']])
  })

  test('is otherwise asked for by one statement, which makes it', async () => {
    const name = newName()
    const { role, url } = await createRole()
    const refusal = await refusalOf(withDatabase(url, name))
    expect(refusal).toBeInstanceOf(DatabaseError)
    const [, statement = ''] = /As a superuser run: (.*)$/.exec(refusal?.message ?? '') ?? []
    expect(statement).toBe(
      `CREATE DATABASE "${name.replaceAll('"', '""')}" OWNER "${role}" ENCODING 'UTF8' TEMPLATE template0;`,
    )
    await ask(superuserUrl, statement)
    await reachDatabase(withDatabase(url, name))
  })
})

describe('a sentence says what is wrong', () => {
  test('with the password', async () => {
    const { role, url } = await createRole()
    expect((await refusalOf(url.replace(':secret@', ':wrong@')))?.message).toContain(
      `does not accept the password of the role "${role}". Correct it in DATABASE_URL.`,
    )
  })

  test('with the server', async () => {
    const port = await findFreePort()
    expect((await refusalOf(`postgresql://a:b@127.0.0.1:${port}/c`))?.message).toBe(
      `PostgreSQL at 127.0.0.1:${port} refuses connections. Start it, or correct DATABASE_URL.`,
    )
  })

  test('with the rights, by the statements that give them', async () => {
    const url = await createTestDatabase({ empty: true })
    const database = new URL(url).pathname.slice(1)
    const { role, url: roleUrl } = await createRole()
    const refusal = await refusalOf(withDatabase(roleUrl, database))
    expect(refusal?.message).toContain(`The role ${role} may not make tables in the database ${database}.`)
    const [, statements = ''] = /Run there: (.*)$/.exec(refusal?.message ?? '') ?? []
    await ask(withDatabase(superuserUrl, database), statements)
    await reachDatabase(withDatabase(roleUrl, database))
  })

  test('with the encoding', async () => {
    const name = `latin_${randomBytes(4).toString('hex')}`
    await ask(
      superuserUrl,
      `CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`,
    )
    expect((await refusalOf(withDatabase(superuserUrl, name)))?.message).toContain('has the encoding LATIN1')
  })
})

test('what a URL asks for besides the place reaches the pool as well', async () => {
  const orm = openOrm({ url: `${await createTestDatabase()}?sslmode=verify-full` })
  onTestFinished(() => orm.close())
  await expect(orm.em.execute('select 1')).rejects.toThrow('does not support SSL')
})

test('a server that is only starting is waited for', async () => {
  const { hostname, port } = new URL(superuserUrl)
  const socketPath = `${decodeURIComponent(hostname)}/.s.PGSQL.${port}`
  const front = createServer((client: Socket) => {
    const back = createConnection(socketPath)
    client.pipe(back).pipe(client)
    for (const socket of [client, back]) socket.on('error', () => {})
  })
  onTestFinished(() => void front.close())
  const free = await findFreePort()
  setTimeout(() => front.listen(free, '127.0.0.1'), 400)
  const onWaiting = vi.fn()
  await reachDatabase(superuserUrl.replace(`${hostname}:${port}`, `127.0.0.1:${free}`), { patience: 10_000, onWaiting })
  expect(onWaiting).toHaveBeenCalledOnce()
  expect(onWaiting.mock.calls[0]?.[0]).toContain('refuses connections')
})

/** The oldest always; the others when they are asked for, because each is a download of some 15 MB. */
const olderVersions = ['14.23.0-beta.17', '15.18.0-beta.17', '16.14.0-beta.17', '17.10.0-beta.17'].slice(
  0,
  process.env.TEST_EVERY_POSTGRES === 'yes' ? undefined : 1,
)

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('an older server', () => {
  const made = 'of version %s is made, migrated up and down, and holds the queue'
  test.for(olderVersions)(made, { timeout: 300_000 }, async (version, { skip }) => {
    const older = await startOlderPostgres(version)
    if (!older) return skip(`PostgreSQL ${version} could not be fetched from npm`)
    onTestFinished(older.stop)
    const url = older.url('postgres', 'made_for_us')
    await reachDatabase(url)
    const orm = openOrm({ url })
    onTestFinished(() => orm.close())
    await upgrade(orm)
    await migrateQueue(url)
    expect(await listDifferences(orm)).toEqual([])
    await orm.em.execute(`insert into users (email, username, hashed_password) values ('a@b.c', 'ada', 'x')`)
    await downgrade(orm, 'base')
    await expect(reachDatabase(url, { oldestMajor: 18 })).rejects.toThrow(
      `This is PostgreSQL ${version.replace(/\.0-.*$/, '')}; DataLens needs 18 or newer`,
    )
  })
})
