import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../test/postgres.ts'
import { openOrm } from '../server/database/orm.ts'
import { createProgram } from './program.ts'

const directory = mkdtempSync(join(tmpdir(), 'datalens-cli-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** What a command prints under these settings and no others. */
async function run(environment: Record<string, string>, ...parameters: string[]): Promise<string> {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {})
  const settings = { DATALENS_HOME: join(directory, 'home'), ACCESS_TOKEN_KEYS: '', PORT: '', ...environment }
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  try {
    await createProgram().parseAsync(['keys', ...parameters], { from: 'user' })
    return print.mock.calls.map(([line]) => line).join('\n')
  } finally {
    print.mockRestore()
    vi.unstubAllEnvs()
  }
}

test('list, rotate, list, rotate --forget-old; the audit log knows of it', async () => {
  const url = await createTestDatabase()
  const keys = (...parameters: string[]) => run({ DATABASE_URL: url }, ...parameters)
  const [first] = /^[\w-]{12}(?= +signs$)/m.exec(await keys('list')) ?? []
  expect(first).toBeDefined()
  expect(await keys('rotate')).toMatch(/^The key [\w-]{12} signs now\./)
  expect(await keys('list')).toMatch(new RegExp(`^[\\w-]{12} +signs\\n${first} +believed, retired \\d{4}-`, 'm'))
  await keys('rotate', '--forget-old')
  expect((await keys('list')).split('\n')).toHaveLength(2)
  const orm = openOrm({ url })
  const events = await orm.em
    .fork()
    .execute(
      `select command, details->>'forgot_old' as forgot from audit_events where action = 'keys.rotate' order by created_at`,
    )
  expect(events).toEqual([
    { command: 'datalens keys rotate', forgot: 'false' },
    { command: 'datalens keys rotate', forgot: 'true' },
  ])
  await orm.close()
})

test('keys of the environment are listed, and are for their owner to rotate, which the audit log hears', async () => {
  const url = await createTestDatabase()
  const environment = { DATABASE_URL: url, ACCESS_TOKEN_KEYS: `${'A'.repeat(43)},${'B'.repeat(42)}A` }
  expect(await run(environment, 'list')).toMatch(/ +signs\n[\w-]{12} +believed$/)
  await expect(run(environment, 'rotate')).rejects.toThrow('ACCESS_TOKEN_KEYS')
  const orm = openOrm({ url })
  expect(await orm.em.fork().execute('select action, outcome, command, details from audit_events')).toEqual([
    {
      action: 'keys.rotate',
      outcome: 'failure',
      command: 'datalens keys rotate',
      details: { reason: 'conflict' },
    },
  ])
  await orm.close()
})
