import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Home, homeAt, openHome } from '../home.ts'
import { findConnection } from './connection-file.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { chooseRunAs } from './run-as.ts'

const root = mkdtempSync(join(tmpdir(), 'datalens-embedded-'))
const running: EmbeddedPostgres[] = []
const children: ChildProcess[] = []
let made: Home

const quick = { full_page_writes: 'off', synchronous_commit: 'off' }

async function start(home: Home, options = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ home, settings: quick, ...options })
  running.push(postgres)
  return postgres
}

async function ask(url: string, statement: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query({ text: statement, rowMode: 'array' }).finally(() => client.end())
  return rows
}

/** A copy of a home that was stopped, as a back-up makes it that does not keep the modes. */
function copyHome(name: string): Home {
  cpSync(made.root, join(root, name), { recursive: true })
  return homeAt(join(root, name))
}

const serverPid = (home: Home) =>
  Number(readFileSync(join(home.postgres, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Starts the server from a process of its own, which can be killed. */
async function startParent(home: Home, environment: NodeJS.ProcessEnv = process.env): Promise<ChildProcess> {
  const program = `
    const { startEmbeddedPostgres } = await import('./embedded-postgres.ts')
    const { homeAt } = await import('../home.ts')
    await startEmbeddedPostgres({ home: homeAt(${JSON.stringify(home.root)}) })
    process.send('started')`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    cwd: import.meta.dirname,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  children.push(parent)
  const [outcome] = await Promise.race([once(parent, 'message'), once(parent, 'exit')])
  if (outcome !== 'started') throw new Error(`the parent ended with ${outcome}`)
  return parent
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

beforeAll(async () => {
  made = await openHome(join(root, 'made'))
  const postgres = await start(made)
  await ask(postgres.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  await postgres.stop()
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()))
})

afterAll(() => rmSync(root, { recursive: true }))

test('a stopped home holds no trace of a running server and starts again with its data', async () => {
  expect(readdirSync(made.postgres).sort()).toEqual(['data', 'server.log'])
  expect(readdirSync(join(made.postgres, 'data'))).not.toContain('postmaster.pid')
  const postgres = await start(made)
  expect(await findConnection(made)).toBe(postgres.url)
  expect(await ask(postgres.url, 'SELECT answer FROM kept')).toEqual([[42]])
})

test('the back-up: stopped, copied, started elsewhere, everything is there', async () => {
  const postgres = await start(copyHome('back-up'))
  expect(await ask(postgres.url, 'SELECT answer FROM kept')).toEqual([[42]])
})

describe('who may enter', () => {
  test('the application is the owner of its database and no superuser', async () => {
    const { url } = await start(made)
    const [role] = await ask(
      url,
      `SELECT current_user, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user`,
    )
    expect(role).toEqual(['datalens', false, false])
  })

  test.skipIf(process.platform === 'win32')('there is no port, and only the owner can reach the socket', async () => {
    const { url } = await start(made)
    expect(await ask(url, `SELECT current_setting('listen_addresses'), inet_server_addr() IS NULL`)).toEqual([
      ['', true],
    ])
    expect(statSync(join(made.postgres, 'run')).mode & 0o777).toBe(0o700)
    expect(statSync(made.connectionFile).mode & 0o777).toBe(0o600)
  })

  test('the generated password is asked for', async () => {
    const { url } = await start(made)
    const wrong = url.replace(/datalens:[^@]+@/, 'datalens:wrong@')
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed')
  })

  test('a home whose secrets were lost gets new ones', async () => {
    const home = copyHome('no-secrets')
    rmSync(join(home.secrets, 'postgres-password'))
    const postgres = await start(home)
    expect(await ask(postgres.url, 'SELECT answer FROM kept')).toEqual([[42]])
    expect(await ask(postgres.superuserUrl, 'SELECT 1')).toEqual([[1]])
  })

  test('values that broke a constraint stay out of the log', async () => {
    const { url } = await start(made)
    await ask(url, `CREATE TEMP TABLE people (email text PRIMARY KEY); INSERT INTO people VALUES ('ann@example.org')`)
    const twice = `CREATE TEMP TABLE people (email text PRIMARY KEY); INSERT INTO people VALUES ('ann@example.org'), ('ann@example.org')`
    await expect(ask(url, twice)).rejects.toThrow('duplicate key')
    expect(readFileSync(join(made.postgres, 'server.log'), 'utf8')).not.toContain('ann@example.org')
  })
})

test.skipIf(process.platform === 'win32')(
  'a home whose path is too long for a socket is served from elsewhere',
  async () => {
    const long = join(root, 'x'.repeat(90), 'home')
    mkdirSync(join(long, '..'))
    cpSync(made.root, long, { recursive: true })
    const postgres = await start(homeAt(long))
    const place = decodeURIComponent(new URL(postgres.url).hostname)
    expect(place.startsWith(long)).toBe(false)
    expect(statSync(place).mode & 0o777).toBe(0o700)
    expect(await ask(postgres.url, 'SELECT answer FROM kept')).toEqual([[42]])
    await postgres.stop()
    expect(existsSync(place)).toBe(false)
  },
)

test('a directory of another major version is refused and left alone', async () => {
  const home = copyHome('other-version')
  writeFileSync(join(home.postgres, 'data', 'PG_VERSION'), '17\n')
  await expect(start(home)).rejects.toThrow(/made by PostgreSQL 17, and this DataLens brings PostgreSQL 18/)
  expect(readFileSync(join(home.postgres, 'data', 'PG_VERSION'), 'utf8')).toBe('17\n')
})

test.runIf(process.getuid?.() === 0)(
  'root without any way to be somebody else is told so, and nothing changes hands',
  async () => {
    const home = await openHome(join(root, 'nobody'))
    await expect(chooseRunAs('/nowhere/postgres', home.postgres)).rejects.toThrow('or set DATABASE_URL')
    expect(statSync(home.postgres)).toMatchObject({ uid: 0, gid: 0 })
    expect(statSync(home.root).mode & 0o777).toBe(0o700)
  },
)

test('an interrupted first start is begun anew', async () => {
  const home = await openHome(join(root, 'interrupted'))
  mkdirSync(join(home.postgres, 'data.new', 'base'), { recursive: true })
  writeFileSync(join(home.postgres, 'data.password'), 'left behind')
  const postgres = await start(home)
  expect(await ask(postgres.url, 'SELECT 1')).toEqual([[1]])
  expect(readdirSync(home.postgres).filter((name) => /new|password/.test(name))).toEqual([])
})

test('a server that cannot start says why', async () => {
  await expect(start(made, { settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
    /PostgreSQL did not start\. It said: .*shared_buffers/,
  )
})

test('a killed server comes back by itself at the same place', async () => {
  const onDown = vi.fn()
  const { promise, resolve: onUp } = Promise.withResolvers<void>()
  const { url } = await start(made, { onDown, onUp })
  const killed = serverPid(made)
  process.kill(killed, 'SIGKILL')
  await promise
  expect(onDown).toHaveBeenCalledOnce()
  expect(serverPid(made)).not.toBe(killed)
  expect(await ask(url, 'SELECT answer FROM kept')).toEqual([[42]])
})

describe.runIf(process.platform === 'linux')('a killed parent', () => {
  /** Programs as on a system that cannot tie the server to its parent. */
  function withoutSetpriv(): NodeJS.ProcessEnv {
    const programs = join(root, 'programs')
    if (!existsSync(programs)) {
      mkdirSync(programs)
      symlinkSync(execFileSync('which', ['unshare'], { encoding: 'utf8' }).trim(), join(programs, 'unshare'))
    }
    return { PATH: programs }
  }

  test('takes the server with it where the system can do that', async () => {
    const parent = await startParent(made)
    const pid = serverPid(made)
    await kill(parent)
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
    expect(readdirSync(join(made.postgres, 'data'))).not.toContain('postmaster.pid')
  })

  test('leaves a server that the next start stops properly', async () => {
    const parent = await startParent(made, withoutSetpriv())
    const orphan = serverPid(made)
    await kill(parent)
    await sleep(300)
    expect(isAlive(orphan)).toBe(true)
    const postgres = await start(made)
    expect(isAlive(orphan)).toBe(false)
    expect(readFileSync(join(made.postgres, 'server.log'), 'utf8')).toMatch(
      /received fast shutdown request[\s\S]*database system is ready/,
    )
    expect(await ask(postgres.url, 'SELECT answer FROM kept')).toEqual([[42]])
  })

  test('and a killed server leave a busy session that the next start ends', async () => {
    const parent = await startParent(made, withoutSetpriv())
    const client = new pg.Client({ connectionString: await findConnection(made) })
    client.on('error', () => {})
    await client.connect()
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    void client.query('DO $$ BEGIN LOOP END LOOP; END $$').catch(() => {})
    await sleep(100)
    const server = serverPid(made)
    await kill(parent)
    process.kill(server, 'SIGKILL')
    await sleep(100)
    expect(isAlive(rows[0]?.pid ?? 0)).toBe(true)
    const postgres = await start(made)
    expect(isAlive(rows[0]?.pid ?? 0)).toBe(false)
    expect(await ask(postgres.url, 'SELECT answer FROM kept')).toEqual([[42]])
  })

  test('leaves a number that now belongs to a foreign process, which is neither stopped nor taken for the server', async () => {
    const home = copyHome('foreign')
    const stranger = spawn('sleep', ['60'])
    children.push(stranger)
    const parent = await startParent(home, withoutSetpriv())
    const orphan = serverPid(home)
    await kill(parent)
    process.kill(orphan, 'SIGKILL')
    await vi.waitFor(() => expect(isAlive(orphan)).toBe(false))
    const pidFile = join(home.postgres, 'data', 'postmaster.pid')
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, `${stranger.pid}`))
    const postgres = await start(home)
    expect(isAlive(stranger.pid ?? 0)).toBe(true)
    expect(await ask(postgres.url, 'SELECT answer FROM kept')).toEqual([[42]])
  })
})
