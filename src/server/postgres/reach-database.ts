import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { OperatorError } from '../operator-error.ts'

/** A PostgreSQL that cannot be used as it is; the message says why and what to do. */
export class DatabaseError extends OperatorError {
  override name = 'DatabaseError'
}

interface ReachOptions {
  /** Milliseconds to go on trying while the server is starting or does not answer. */
  patience?: number
  /** Told once, when the first try was in vain. */
  onWaiting?(reason: string): void
  /** The oldest PostgreSQL that will do. */
  oldestMajor?: number
}

const longestPause = 2_000

/** Makes sure that `url` leads to a database we can work in; makes the database when it is missing and we may. */
export async function reachDatabase(
  url: string,
  { patience = 0, onWaiting, oldestMajor = 14 }: ReachOptions = {},
): Promise<void> {
  const deadline = Date.now() + patience
  for (let pause = 100; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await withClient(url, (client) => checkDatabase(client, oldestMajor))
    } catch (error) {
      if (codeOf(error) === '3D000') {
        await createDatabase(url)
        continue
      }
      if (!isPassing(error) || Date.now() + pause > deadline) throw explain(error, url)
      if (pause === 100) onWaiting?.(explain(error, url).message)
      await sleep(pause)
    }
  }
}

async function checkDatabase(client: pg.Client, oldestMajor: number): Promise<void> {
  const { rows } = await client.query<
    Record<'version' | 'encoding' | 'database' | 'role', string> & Record<'schema' | 'table', boolean>
  >(`
    SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding,
      quote_ident(current_database()) AS database, quote_ident(current_user) AS role,
      has_database_privilege(current_database(), 'CREATE') AS schema,
      coalesce(has_schema_privilege('public', 'CREATE'), false) AS table`)
  const [found] = rows
  if (!found) throw new Error('PostgreSQL gave no answer about itself.')
  const { version, encoding, database, role } = found
  if (Number.parseInt(version, 10) < oldestMajor) {
    throw new DatabaseError(
      `This is PostgreSQL ${version}; DataLens needs ${oldestMajor} or newer. Upgrade it, or leave DATABASE_URL empty to use the one that DataLens brings.`,
    )
  }
  if (encoding !== 'UTF8') {
    throw new DatabaseError(
      `The database ${database} has the encoding ${encoding}; DataLens needs UTF8. Make another one: CREATE DATABASE datalens ENCODING 'UTF8' TEMPLATE template0;`,
    )
  }
  const missing = [
    ...(found.schema ? [] : [`GRANT CREATE ON DATABASE ${database} TO ${role};`]),
    ...(found.table ? [] : [`GRANT CREATE ON SCHEMA public TO ${role};`]),
  ]
  if (missing.length > 0) {
    throw new DatabaseError(
      `The role ${role} may not make tables in the database ${database}. Run there: ${missing.join(' ')}`,
    )
  }
}

async function createDatabase(url: string): Promise<void> {
  const { database, user } = partsOf(url)
  const statement = `CREATE DATABASE ${pg.escapeIdentifier(database)} ENCODING 'UTF8' TEMPLATE template0`
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  try {
    await withClient(maintenance.href, (client) => client.query(statement))
  } catch (error) {
    const isMadeMeanwhile = ['42P04', '23505'].includes(codeOf(error) ?? '')
    if (isMadeMeanwhile) return
    throw new DatabaseError(
      `There is no database ${pg.escapeIdentifier(database)}, and the role ${pg.escapeIdentifier(user)} may not make it (${(error as Error).message}). As a superuser run: ${statement.replace(' ENCODING', ` OWNER ${pg.escapeIdentifier(user)} ENCODING`)};`,
    )
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'datalens' })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

function explain(error: unknown, url: string): Error {
  if (error instanceof DatabaseError) return error
  const { host, port, user, database } = partsOf(url)
  const server = `PostgreSQL at ${host}${host.startsWith('/') ? '' : `:${port}`}`
  const { message } = error as Error
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return new DatabaseError(`${server} refuses connections. Start it, or correct DATABASE_URL.`)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new DatabaseError(`There is no host named ${host}. Correct DATABASE_URL.`)
    case '28P01':
      return new DatabaseError(
        `${server} does not accept the password of the role "${user}". Correct it in DATABASE_URL.`,
      )
    case '28000':
      return new DatabaseError(`${server} does not let the role "${user}" into the database "${database}": ${message}.`)
    default:
      return new DatabaseError(`${server} cannot be used: ${message || codeOf(error)}.`)
  }
}

/** Whether waiting may help: nothing answers yet, or the server is starting, stopping or full. */
function isPassing(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  const isSilent =
    /^(ECONN|ENOENT|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)/.test(code) || /timeout|terminated/.test((error as Error).message)
  return isSilent || ['57P03', '57P01', '53300'].includes(code)
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

function partsOf(url: string) {
  const { hostname, port, username, pathname } = new URL(url)
  return {
    host: decodeURIComponent(hostname),
    port: port || '5432',
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
  }
}
