import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { endCredentials } from '../server/accounts/end-credentials.ts'
import { linkTo } from '../server/accounts/one-time-links.ts'
import { createPasswordHasher } from '../server/accounts/password-hasher.ts'
import { createPasswordStrength } from '../server/accounts/password-strength.ts'
import { createPerson, linkFor, type PeopleOutside } from '../server/administration/create-person.ts'
import { recordEventOf } from '../server/audit/record-event.ts'
import { homeAt } from '../server/home.ts'
import { findHomeOwner } from '../server/home-lock.ts'
import { Problem } from '../server/http/problem-error.ts'
import { publicOrigin } from '../server/http/public-origin.ts'
import { passwordSchema } from '../shared/account.ts'
import { newPersonSchema } from '../shared/people.ts'
import { getTarget } from './get-user-named.ts'
import { readPassword } from './read-password.ts'
import type { UserDatabase } from './with-users.ts'

/** How somebody comes to a password, and what else `create` can be told. */
export interface NewUserOptions {
  fullName?: string
  superuser?: boolean
  link?: boolean
  generate?: boolean
  passwordStdin?: boolean
}

/** 100 random bits in groups that can be read out. */
const generatePassword = () =>
  randomBytes(25)
    .toString('hex')
    .slice(0, 25)
    .replace(/.{5}(?=.)/g, '$&-')

const parse = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => [...path.slice(0, 1), message].join(': '))
  throw new Problem('invalid', lines.join('\n'))
}

const withPasswords = async <T>(work: (outside: PeopleOutside) => Promise<T>): Promise<T> => {
  const [hasher, passwordStrength] = [createPasswordHasher({ threads: 1 }), createPasswordStrength()]
  try {
    return await work({ hasher, passwordStrength, now: Date.now })
  } finally {
    await Promise.all([hasher.close(), passwordStrength.close()])
  }
}

/** Links lead to where people reach DataLens: as the settings say, else where it answers now, else where it would. */
const printLink = async (
  settings: UserDatabase['settings'],
  path: `/${string}`,
  { token, expiresAt }: { token: string; expiresAt: Date },
) => {
  const running = settings.publicUrl ? undefined : await findHomeOwner(homeAt(settings.home))
  console.log(linkTo(running?.url ?? publicOrigin(settings), path, token))
  console.log(`It works once, until ${expiresAt.toISOString().slice(0, 16)}Z.`)
}

/** Makes an account. Without a word about a password nobody can sign in to it until `reset-password`. */
export async function createUser(
  { em, settings, command }: UserDatabase,
  { email, username, options }: { email: string; username: string; options: NewUserOptions },
): Promise<void> {
  const generated = options.generate ? generatePassword() : undefined
  const password = options.passwordStdin ? await readPassword() : generated
  const person = parse(newPersonSchema, {
    email,
    username,
    full_name: options.fullName,
    password,
    is_superuser: options.superuser,
  })
  const { id, isSuperuser, link } = await withPasswords((outside) => createPerson(em, outside, person))
  const details = { email: person.email, username, is_superuser: isSuperuser, by_link: Boolean(options.link) }
  await recordEventOf(em, { action: 'user.create', target: { type: 'user', id }, details }, { actorName: command })
  console.log(`${username} has an account${isSuperuser ? ' and is an administrator' : ''}.`)
  if (generated) console.log(`Password: ${generated}`)
  if (link && options.link) await printLink(settings, '/set-up', link)
  if (!password && !options.link) {
    console.log(`They have no password yet. Give them a link: datalens user reset-password ${username} --link`)
  }
}

/** Sets another password and ends what the old one opened, or prints a link by which the person does so. */
export async function resetPassword(database: UserDatabase, given: string, options: NewUserOptions): Promise<void> {
  const { em, settings, command } = database
  const person = await getTarget(database, given)
  const target = { type: 'user', id: person.id } as const
  if (options.link) {
    const link = await linkFor(em, person.id, 'reset_password', Date.now)
    await recordEventOf(em, { action: 'user.reset_link', target }, { actorName: command })
    await printLink(settings, '/reset-password', link)
    return
  }
  const password = options.generate ? generatePassword() : parse(passwordSchema, await readPassword())
  await withPasswords(async ({ hasher, passwordStrength }) => {
    await passwordStrength.refuseWeak('password', password, [person.email, person.username, person.fullName])
    person.hashedPassword = await hasher.hash(password)
  })
  await em.flush()
  const sessions = await endCredentials(em, person.id)
  const details = { changed: ['password'], sessions_ended: sessions }
  await recordEventOf(em, { action: 'user.update', target, details }, { actorName: command })
  console.log(`${person.username} has another password; whoever was signed in with the old one is out.`)
  if (options.generate) console.log(`Password: ${password}`)
}
