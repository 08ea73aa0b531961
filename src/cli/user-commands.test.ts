import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { buildTestApp } from '../../test/app.ts'
import { buildDataset } from '../../test/dataset-factory.ts'
import { buildUser, signIn } from '../../test/factories.ts'
import { createTestDatabase } from '../../test/postgres.ts'
import { takeOneTimeLink } from '../server/accounts/one-time-links.ts'
import { UserEntity } from '../server/accounts/user.ts'
import { openHome } from '../server/home.ts'
import { takeHomeLock } from '../server/home-lock.ts'
import { createProgram } from './program.ts'

const directory = mkdtempSync(join(tmpdir(), 'datalens-cli-'))
let server: Awaited<ReturnType<typeof buildTestApp>>

beforeAll(async () => {
  server = await buildTestApp()
})
afterAll(async () => {
  await server.close()
  rmSync(directory, { recursive: true })
})

/** What a command prints under these settings and no others. */
const run = async (environment: Record<string, string>, ...parameters: string[]): Promise<string> => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {})
  const settings = {
    DATALENS_HOME: join(directory, 'home'),
    DATABASE_URL: '',
    PORT: '',
    PUBLIC_URL: '',
    ...environment,
  }
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  try {
    await createProgram().parseAsync(parameters, { from: 'user' })
    return print.mock.calls.map(([line]) => line).join('\n')
  } finally {
    print.mockRestore()
    vi.unstubAllEnvs()
  }
}

const user = (...parameters: string[]) =>
  run({ DATABASE_URL: server.databaseUrl, PUBLIC_URL: 'https://data.example.org' }, 'user', ...parameters)

/** Runs with this on the standard input. */
const typing = async <T>(text: string, work: () => Promise<T>): Promise<T> => {
  const input = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([text]) as never)
  return await work().finally(() => input.mockRestore())
}

const find = (username: string) => server.orm.em.fork().findOne(UserEntity, { username })

const actionsOf = async (id: string | undefined) => {
  const sql = `select action, command from audit_events where target_id = ? and action like 'user.%' order by created_at`
  return await server.orm.em.fork().execute(sql, [id])
}

/** How commands that failed are told of, the last first. */
const failures = async () =>
  await server.orm.em.fork().execute(
    `select command, action, target_username as on, details->>'reason' as reason from audit_events
     where outcome = 'failure' and command is not null order by created_at desc`,
  )

beforeEach(async () => {
  await server.orm.em.fork().execute('delete from users')
  await buildUser(server.orm, { username: 'root', isSuperuser: true })
})

describe('create', () => {
  test('the first account is an administrator, the next one is as told', async () => {
    await server.orm.em.fork().execute('delete from users')
    expect(await user('create', 'one@example.org', 'one')).toContain('one has an account and is an administrator.')
    expect(await user('create', 'two@example.org', 'two', '--full-name', 'Number Two')).toBe(
      'two has an account.\nThey have no password yet. Give them a link: datalens user reset-password two --link',
    )
    expect(await find('two')).toMatchObject({ fullName: 'Number Two', isSuperuser: false })
    await user('create', 'three@example.org', 'three', '--superuser')
    expect(await find('three')).toMatchObject({ isSuperuser: true })
    expect(await actionsOf((await find('three'))?.id)).toEqual([
      { action: 'user.create', command: 'datalens user create' },
    ])
  })

  test('--link prints a link that works', async () => {
    const printed = await user('create', 'ada@example.org', 'ada', '--link')
    const [, token = ''] = /^https:\/\/data\.example\.org\/set-up#(\S+)$/m.exec(printed) ?? []
    const opened = await takeOneTimeLink(server.orm.em.fork(), ['set_up'], { token, now: new Date() })
    expect(opened?.userId).toBe((await find('ada'))?.id)
  })

  test('--generate prints a password that works, --password-stdin takes one', async () => {
    const [, password = ''] =
      /^Password: (\S+)$/m.exec(await user('create', 'a@example.org', 'ada', '--generate')) ?? []
    await signIn(server.app, { username: 'ada' }, { password })
    const typed = 'purple monkey dishwasher'
    const printed = await typing(`${typed}\n`, () => user('create', 'b@example.org', 'berta', '--password-stdin'))
    expect(printed).toBe('berta has an account.')
    await signIn(server.app, { username: 'berta' }, { password: typed })
  })

  test.each([
    [['nothing', 'ada'], 'email: This is not an e-mail address.'],
    [['a@example.org', 'x'], 'username: Use 3 to 50 letters'],
    [['a@example.org', 'ROOT'], 'This username is taken.'],
  ])('%j is refused by a sentence', async (given, sentence) => {
    await expect(user('create', ...given)).rejects.toThrow(sentence)
  })

  test('a weak password is refused, and nobody is made', async () => {
    const create = typing('password1\n', () => user('create', 'a@example.org', 'ada', '--password-stdin'))
    await expect(create).rejects.toThrow(/guess|common|similar/i)
    expect(await find('ada')).toBeNull()
  })
})

test('list prints everybody, or those that are asked for', async () => {
  await buildUser(server.orm, { username: 'ada', fullName: 'Ada Lovelace', isActive: false })
  const lines = (await user('list')).split('\n')
  expect(lines[0]).toMatch(/^username +e-mail +name +state +role +datasets +bytes +signed in$/)
  expect(lines[1]).toMatch(/^ada +ada@example\.org +Ada Lovelace +deactivated +user +0 +0 +never$/)
  expect(lines[2]).toMatch(/^root .* active +administrator/)
  expect((await user('list', '--superusers')).split('\n')).toHaveLength(2)
  expect(await user('list', '--inactive', '--search', 'LOVE')).toContain('ada@')
  const [line = ''] = (await user('list', '--active', '--json')).split('\n')
  expect(JSON.parse(line)).toMatchObject({ username: 'root', is_superuser: true, quota_bytes: null })
})

test('promote, demote, deactivate and activate, by any name, once', async () => {
  const ada = await buildUser(server.orm, { username: 'ada' })
  expect(await user('promote', 'ADA')).toBe('ada is an administrator now.')
  expect(await user('promote', ada.id)).toBe('ada is so already.')
  expect(await user('demote', 'Ada@Example.org')).toBe('ada is no administrator any more.')
  expect(await user('deactivate', 'ada')).toContain('ada is deactivated')
  expect(await find('ada')).toMatchObject({ isActive: false, isSuperuser: false })
  expect(await user('activate', 'ada')).toBe('ada can sign in again.')
  expect(await actionsOf(ada.id)).toEqual(
    ['promote', 'demote', 'deactivate', 'activate'].map((name) => ({
      action: 'user.update',
      command: `datalens user ${name}`,
    })),
  )
})

test.each([['demote'], ['deactivate'], ['delete', '--yes']])(
  'the last administrator is safe from %s',
  async (name, ...options) => {
    await buildUser(server.orm)
    await expect(user(name, 'root', ...options)).rejects.toThrow('This is the last active administrator.')
    expect(await find('root')).toMatchObject({ isSuperuser: true, isActive: true })
    expect((await failures())[0]).toEqual({
      command: `datalens user ${name}`,
      action: name === 'delete' ? 'user.delete' : 'user.update',
      on: 'root',
      reason: 'last_superuser',
    })
  },
)

test('somebody who is not there is named', async () => {
  await expect(user('promote', 'nobody')).rejects.toThrow('Nobody has the e-mail address, username or id "nobody".')
})

test('what fails is in the audit log, without what was typed; what only shows or asks back is not', async () => {
  const before = (await failures()).length
  const refused = [
    () => user('promote', 'my-secret-phrase'),
    () => user('create', 'a@example.org', 'ROOT'),
    () => user('create', 'nothing', 'ada'),
    () => typing('password1\n', () => user('create', 'a@example.org', 'ada', '--password-stdin')),
    () => typing('', () => user('reset-password', 'root')),
    () => user('reset-password', 'nobody', '--link'),
    () => user('delete', 'root', '--yes', '--transfer-to', 'root'),
    () => user('delete', 'root'),
  ]
  for (const command of refused) await expect(command()).rejects.toThrow()
  await user('list', '--search', 'nothing')
  const told = await failures()
  const of = (name: string, action: string, reason: string, on: string | null = null) => ({
    command: `datalens user ${name}`,
    action,
    on,
    reason,
  })
  expect(told.slice(0, told.length - before)).toEqual([
    of('delete', 'user.delete', 'invalid', 'root'),
    of('reset-password', 'user.reset_link', 'not_found'),
    of('reset-password', 'user.update', 'invalid', 'root'),
    of('create', 'user.create', 'weak_password'),
    of('create', 'user.create', 'invalid'),
    of('create', 'user.create', 'username_taken'),
    of('promote', 'user.update', 'not_found'),
  ])
  const typed = await server.orm.em
    .fork()
    .execute(`select from audit_events e where e::text ~ 'secret-phrase|password1'`)
  expect(typed).toHaveLength(0)
})

describe('reset-password', () => {
  test('from the standard input ends the sessions', async () => {
    await buildUser(server.orm, { username: 'ada' })
    await signIn(server.app, { username: 'ada' })
    const password = 'purple monkey dishwasher'
    const printed = await typing(`${password}\n`, () => user('reset-password', 'ada', '--password-stdin'))
    expect(printed).toBe('ada has another password; whoever was signed in with the old one is out.')
    expect(await server.orm.em.fork().execute('select from sessions')).toEqual([])
    await signIn(server.app, { username: 'ada' }, { password })
  })

  test('--link leaves the password, --generate prints the new one', async () => {
    await buildUser(server.orm, { username: 'ada' })
    expect(await user('reset-password', 'ada', '--link')).toMatch(
      /^https:\/\/data\.example\.org\/reset-password#\S+\nIt works once, until /,
    )
    await signIn(server.app, { username: 'ada' })
    const [, password = ''] = /^Password: (\S+)$/m.exec(await user('reset-password', 'ada', '--generate')) ?? []
    await signIn(server.app, { username: 'ada' }, { password })
  })

  test('nothing on the standard input changes nothing', async () => {
    await buildUser(server.orm, { username: 'ada' })
    await expect(typing('', () => user('reset-password', 'ada'))).rejects.toThrow('No password was given.')
    await signIn(server.app, { username: 'ada' })
  })
})

test('delete says what would be lost, and does it when told twice', async () => {
  const ada = await buildUser(server.orm, { username: 'ada' })
  await buildDataset(server.orm, ada)
  await expect(user('delete', 'ada')).rejects.toThrow(
    'This deletes the account of ada (ada@example.org) and 1 dataset with all files. It cannot be undone. Say --yes to do it.',
  )
  expect(await find('ada')).not.toBeNull()
  expect(await user('delete', 'ada', '--yes', '--transfer-to', 'root')).toBe(
    'ada is deleted. root has their 1 dataset now.',
  )
  expect(await find('ada')).toBeNull()
  const root = await find('root')
  expect(await server.orm.em.fork().execute('select user_id from datasets')).toEqual([{ user_id: root?.id }])
})

test('a link leads to where a running DataLens answers, unless PUBLIC_URL says otherwise', async () => {
  const home = join(directory, 'announced')
  const lock = await takeHomeLock(await openHome(home), 'datalens serve')
  await lock.announce('http://127.0.0.1:4321')
  const reset = (publicUrl: string) =>
    run(
      { DATALENS_HOME: home, DATABASE_URL: server.databaseUrl, PUBLIC_URL: publicUrl },
      'user',
      'reset-password',
      'root',
      '--link',
    )
  expect(await reset('')).toContain('http://127.0.0.1:4321/reset-password#')
  expect(await reset('https://data.example.org')).toContain('https://data.example.org/reset-password#')
  await lock.release()
})

test('a database without the tables is answered with what to run', async () => {
  const url = await createTestDatabase({ empty: true })
  await expect(run({ DATABASE_URL: url }, 'user', 'list')).rejects.toThrow('Run: datalens db upgrade')
})

test('works on the embedded database while nothing else runs', async () => {
  await run({}, 'db', 'upgrade')
  await run({}, 'user', 'create', 'ada@example.org', 'ada')
  expect(await run({}, 'user', 'list')).toMatch(/^ada /m)
})
