import type { EntityManager } from '@mikro-orm/postgresql'
import { type Command, Option } from 'commander'
import { changeUser } from '../server/accounts/change-user.ts'
import type { UserRow } from '../server/accounts/user.ts'
import { listPeople } from '../server/administration/list-people.ts'
import { removePerson } from '../server/administration/remove-person.ts'
import type { NewAuditEvent } from '../server/audit/insert-event.ts'
import { recordEventOf } from '../server/audit/record-event.ts'
import { Problem } from '../server/http/problem-error.ts'
import { peopleQuerySchema } from '../shared/people.ts'
import { getTarget, getUserNamed } from './get-user-named.ts'
import { printTable } from './print-table.ts'
import { NotConfirmed } from './record-failure.ts'
import { createUser, type NewUserOptions, resetPassword } from './user-passwords.ts'
import { type UserDatabase, withUsers } from './with-users.ts'

const who = 'their e-mail address, username or id'

/** `datalens user ...`: the people of this installation, whether DataLens runs or not. */
export function addUserCommands(program: Command): void {
  const user = program.command('user').description('look after people: they, their passwords and their datasets')

  withPasswordOptions(user.command('create'))
    .argument('<email>', 'their e-mail address')
    .argument('<username>', '3 to 50 letters, digits, dots, hyphens or underscores')
    .description('make an account; the first one of an installation is an administrator')
    .option('--full-name <name>', 'the name they go by')
    .option('--superuser', 'make them an administrator')
    .action((email: string, username: string, options: NewUserOptions) =>
      withUsers('create', { does: 'user.create' }, (database) => createUser(database, { email, username, options })),
    )

  user
    .command('list')
    .description('list everybody, the newest first')
    .option('--search <words>', 'only those whose name, username or e-mail address has all of these words')
    .addOption(new Option('--active', 'only those who can sign in').conflicts('inactive'))
    .option('--inactive', 'only those who are deactivated')
    .option('--superusers', 'only administrators')
    .option('--json', 'print one JSON object per line, as the API shows them')
    .action((options: ListOptions) => withUsers('list', {}, (database) => listUsers(database, options)))

  const change = (name: string, description: string, wanted: Parameters<typeof changeUser>[2], done: string) =>
    user
      .command(name)
      .argument('<who>', who)
      .description(description)
      .action((given: string) =>
        withUsers(name, { does: 'user.update' }, async (database) => {
          const { em, command } = database
          const person = await getTarget(database, given)
          const changed = await changeUser(em, person, wanted)
          if (changed.length === 0) return console.log(`${person.username} is so already.`)
          await record(em, command, { action: 'user.update', target: targetOf(person), details: { changed: wanted } })
          console.log(`${person.username} ${done}`)
        }),
      )
  change('promote', 'make somebody an administrator', { is_superuser: true }, 'is an administrator now.')
  change('demote', 'make an administrator an ordinary user', { is_superuser: false }, 'is no administrator any more.')
  change('activate', 'let somebody in again', { is_active: true }, 'can sign in again.')
  change(
    'deactivate',
    'keep somebody out, everywhere and with every access token; their datasets stay',
    { is_active: false },
    'is deactivated and out within a second, everywhere.',
  )

  withPasswordOptions(user.command('reset-password'))
    .argument('<who>', who)
    .description(
      'give somebody another password, which ends their sessions and access tokens; asked for unless told how',
    )
    .action((given: string, options: NewUserOptions) =>
      withUsers('reset-password', { does: options.link ? 'user.reset_link' : 'user.update' }, (database) =>
        resetPassword(database, given, options),
      ),
    )

  user
    .command('delete')
    .argument('<who>', who)
    .description('delete somebody for good, with their datasets and files unless these are handed over')
    .option('--transfer-to <who>', 'give their datasets to somebody else')
    .option('--yes', 'do it; without, say what would be lost')
    .action((given: string, options: DeleteOptions) =>
      withUsers('delete', { does: 'user.delete' }, (database) => deleteUser(database, given, options)),
    )
}

const withPasswordOptions = (command: Command) =>
  command
    .addOption(
      new Option('--link', 'print a link, good for once, by which they choose it').conflicts([
        'generate',
        'passwordStdin',
      ]),
    )
    .addOption(new Option('--generate', 'make a password and print it').conflicts(['link', 'passwordStdin']))
    .addOption(new Option('--password-stdin', 'read it from the standard input').conflicts(['link', 'generate']))

const record = (em: EntityManager, actorName: string, event: NewAuditEvent) => recordEventOf(em, event, { actorName })

const targetOf = ({ id }: UserRow) => ({ type: 'user' as const, id })

interface ListOptions {
  search?: string
  active?: boolean
  inactive?: boolean
  superusers?: boolean
  json?: boolean
}

const mostAtOnce = 1000

async function listUsers({ em, settings }: UserDatabase, options: ListOptions): Promise<void> {
  const query = {
    ...(options.search ? { q: options.search } : {}),
    ...(options.active || options.inactive ? { is_active: String(Boolean(options.active)) } : {}),
    ...(options.superusers ? { is_superuser: 'true' } : {}),
  }
  const people = []
  for (let total = 1; people.length < total; ) {
    const parsed = peopleQuerySchema.parse({ ...query, limit: mostAtOnce, offset: people.length })
    const page = await listPeople(em.getKysely(), parsed, settings)
    people.push(...page.items)
    total = page.items.length === 0 ? 0 : page.total
  }
  if (options.json) {
    for (const person of people) console.log(JSON.stringify(person))
    return
  }
  printTable(
    ['username', 'e-mail', 'name', 'state', 'role', 'datasets', 'bytes', 'signed in'],
    people.map((person) => [
      person.username,
      person.email,
      person.full_name ?? '',
      person.is_active ? 'active' : 'deactivated',
      person.is_superuser ? 'administrator' : 'user',
      person.dataset_count,
      person.storage_used_bytes,
      person.last_login_at?.slice(0, 16) ?? 'never',
    ]),
  )
}

interface DeleteOptions {
  transferTo?: string
  yes?: boolean
}

async function deleteUser(database: UserDatabase, given: string, options: DeleteOptions): Promise<void> {
  const { em, command } = database
  const person = await getTarget(database, given)
  const heir = options.transferTo === undefined ? undefined : await getUserNamed(em, options.transferTo)
  const [held] = await em.execute<{ count: number }[]>(
    'select count(*)::int as count from datasets where user_id = ?',
    [person.id],
  )
  const count = held?.count ?? 0
  const datasets = `${count} ${count === 1 ? 'dataset' : 'datasets'}`
  const fate = heir ? ` and gives ${datasets} to ${heir.username}` : ` and ${datasets} with all files`
  if (!options.yes) {
    throw new NotConfirmed(
      'step_up_required',
      `This deletes the account of ${person.username} (${person.email})${count === 0 ? '' : fate}. It cannot be undone. Say --yes to do it.`,
    )
  }
  const how = heir ? { datasets: 'transfer' as const, transfer_to: heir.id } : { datasets: 'delete' as const }
  const removed = await removePerson(em, person.id, how)
  if (!removed) throw new Problem('not_found', `${person.username} is deleted already.`)
  const { email, username, datasetCount } = removed
  const details = { email, username, dataset_count: datasetCount, ...how }
  await record(em, command, { action: 'user.delete', target: targetOf(person), details })
  console.log(`${username} is deleted.${heir ? ` ${heir.username} has their ${datasets} now.` : ''}`)
}
