import type { Command } from 'commander'
import { readCatalog, readEnums } from '../server/database/catalog.ts'
import { downgrade, listDifferences, listRevisions, upgrade } from '../server/database/migrations.ts'
import { OperatorError } from '../server/operator-error.ts'
import { formatBytes } from '../shared/format-bytes.ts'
import { chooseRevision } from './choose-revision.ts'
import { printTable } from './print-table.ts'
import { type CommandDatabase, withDatabase } from './with-database.ts'
import { writeRevision } from './write-revision.ts'

/** `datalens db ...`: the database of the settings, whether DataLens runs or not. */
export function addDatabaseCommands(program: Command): void {
  const db = program.command('db').description('look after the database')
  const command = (
    usage: string,
    description: string,
    work: (database: CommandDatabase, ...given: string[]) => Promise<void>,
  ) =>
    db
      .command(usage)
      .description(description)
      .action(async (...given: unknown[]) => {
        const names = given.filter((value): value is string => typeof value === 'string')
        await withDatabase(`datalens db ${usage.split(' ')[0]}`, (database) => work(database, ...names))
      })

  command('upgrade [target]', 'apply pending migrations, up to and including the target', upgradeDatabase)
  command('downgrade <target>', 'revert down to a revision, one step (-1) or everything (base)', downgradeDatabase)
  command('current', 'print the revision of the database', printCurrent)
  command('history', 'list every revision and when it was applied', printHistory)
  command('check', 'fail when migrations are pending or the models say something else than the database', checkSchema)
  command('status', 'connect, ask the server who it is, and say what is pending', printStatus)
  command('tables', 'list the tables with their rows and sizes', printTables)
  command('describe <table>', 'print the columns, indexes, constraints and triggers of a table', describeTable)
  command('url', 'print the URL of the database, with its password', async ({ url }) => console.log(url))
  db.command('revision')
    .description('write a migration for what the models say and the database does not have (in a clone)')
    .requiredOption('-m, --message <text>', 'what it does, in a few words')
    .option('--empty', 'write one without statements')
    .action(async ({ message, empty = false }: { message: string; empty?: boolean }) => {
      await withDatabase('datalens db revision', ({ orm }) => writeRevision(orm, message, empty))
    })
}

async function upgradeDatabase({ orm }: CommandDatabase, target?: string): Promise<void> {
  const applied = await upgrade(orm, target && chooseRevision(await listRevisions(orm), target))
  for (const name of applied) console.log(`applied ${name}`)
  if (applied.length === 0) console.log('Nothing to apply.')
}

async function downgradeDatabase({ orm }: CommandDatabase, target = ''): Promise<void> {
  const revisions = await listRevisions(orm)
  const isStep = target === '-1' || target === 'base'
  const reverted = await downgrade(orm, isStep ? target : chooseRevision(revisions, target))
  for (const name of reverted) console.log(`reverted ${name}`)
  if (reverted.length === 0) console.log('Nothing to revert.')
}

async function printCurrent({ orm }: CommandDatabase): Promise<void> {
  const revisions = await listRevisions(orm)
  const current = revisions.findLast(({ appliedAt }) => appliedAt !== null)
  const isHead = revisions.every(({ appliedAt }) => appliedAt !== null)
  console.log(current ? `${current.name}${isHead ? ' (head)' : ''}` : 'base')
}

async function printHistory({ orm }: CommandDatabase): Promise<void> {
  const revisions = await listRevisions(orm)
  printTable(
    ['revision', 'applied'],
    revisions.map(({ name, appliedAt }) => [name, appliedAt?.toISOString() ?? 'pending']),
  )
}

async function checkSchema({ orm }: CommandDatabase): Promise<void> {
  const pending = (await listRevisions(orm)).filter(({ appliedAt }) => appliedAt === null)
  if (pending.length > 0) {
    throw new OperatorError(`Pending: ${pending.map(({ name }) => name).join(', ')}. Run: datalens db upgrade`)
  }
  const differences = await listDifferences(orm)
  if (differences.length > 0) {
    throw new OperatorError(
      `The models and the database differ. What would make them agree:\n${differences.join('\n')}`,
    )
  }
  console.log('The models and the database agree.')
}

async function printStatus({ orm, place }: CommandDatabase): Promise<void> {
  await orm.em.execute('select 1')
  const [server] = await orm.em.execute<{ version: string; database: string; role: string; bytes: number }[]>(`
    select current_setting('server_version') as version, current_database() as database, current_user as role,
      pg_database_size(current_database())::float8 as bytes`)
  const revisions = await listRevisions(orm)
  const pending = revisions.filter(({ appliedAt }) => appliedAt === null).map(({ name }) => name)
  const current = revisions.findLast(({ appliedAt }) => appliedAt !== null)
  const facts = {
    database: place,
    connection: 'ok, SELECT 1 answered',
    server: `PostgreSQL ${server?.version}`,
    name: `${server?.database}, as ${server?.role}, ${formatBytes(server?.bytes ?? 0)}`,
    revision: current?.name ?? 'base',
    pending: pending.join(', ') || 'nothing',
  }
  for (const [what, fact] of Object.entries(facts)) console.log(`${what.padEnd(12)}${fact}`)
}

async function printTables({ orm }: CommandDatabase): Promise<void> {
  const tables = await readCatalog(orm)
  const rows = tables.map(async ({ table, columns }) => {
    const [found] = await orm.em.execute<{ rows: string; bytes: string }[]>(
      `select (select count(*) from "${table}") as rows, pg_total_relation_size('"${table}"') as bytes`,
    )
    return [table, columns.length, Number(found?.rows), Number(found?.bytes)]
  })
  printTable(['table', 'columns', 'rows', 'bytes'], await Promise.all(rows))
}

async function describeTable({ orm }: CommandDatabase, name = ''): Promise<void> {
  const tables = await readCatalog(orm)
  const table = tables.find((candidate) => candidate.table === name)
  if (!table)
    throw new OperatorError(`There is no table "${name}". There are: ${tables.map((one) => one.table).join(', ')}`)
  printTable(
    ['column', 'type', 'null', 'default'],
    table.columns.map((column) => [
      column.column,
      column.type,
      column.nullable ? 'null' : 'not null',
      column.default ?? '',
    ]),
  )
  const enums = await readEnums(orm)
  const used = enums.filter((line) => table.columns.some(({ type }) => type === line.split(':')[0]))
  const { indexes, constraints, triggers } = table
  for (const [title, lines] of Object.entries({ enums: used, indexes, constraints, triggers })) {
    if (lines.length > 0) console.log(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`)
  }
}
