import type { QueryClient } from '@tanstack/react-query'
import { type User, userSchema } from '../../shared/account.ts'
import { pageOf } from '../../shared/page.ts'
import type { PersonChange } from '../../shared/people.ts'
import { sentenceOf } from '../api/problem.ts'
import { change, get } from '../api/request.ts'
import { meKey } from '../session/session.ts'
import { notify } from '../ui/notice.tsx'
import { defaultPeopleSort, type PeopleSearch, peoplePageSize } from './people-search.ts'

export const peopleKey = ['people'] as const

const peoplePageSchema = pageOf(userSchema)

/** One page of everybody who has an account. */
export function getPeople(
  { q, state, role, sort, page = 1 }: PeopleSearch,
  signal: AbortSignal,
  limit = peoplePageSize,
) {
  const query = {
    q,
    is_active: state && state === 'active',
    is_superuser: role && role === 'administrator',
    sort: sort ?? defaultPeopleSort,
    limit,
    offset: (page - 1) * limit,
  }
  return get('/users', peoplePageSchema, { query, signal })
}

/** Changes somebody and lets every list know. */
export async function changePerson(client: QueryClient, person: User, body: PersonChange): Promise<User> {
  const changed = await change('PATCH', `/users/${person.id}`, userSchema, { body })
  await client.invalidateQueries({ queryKey: peopleKey })
  if (client.getQueryData<User>(meKey)?.id === changed.id) client.setQueryData(meKey, changed)
  return changed
}

/** How a person is called in sentences. */
export const nameOf = ({ full_name, username }: Pick<User, 'full_name' | 'username'>): string => full_name ?? username

/** Does at once what can be taken back, and offers to. */
export async function switchPerson(
  client: QueryClient,
  person: User,
  change: { is_active: boolean } | { is_superuser: boolean },
): Promise<void> {
  const [[name, wanted] = ['', true]] = Object.entries(change)
  try {
    await changePerson(client, person, change)
  } catch (error) {
    notify({ text: `${nameOf(person)} is as before. ${sentenceOf(error)}` })
    return
  }
  notify({
    text: `${nameOf(person)} ${outcomes[`${name} ${wanted}`]}`,
    action: { label: 'Undo', run: () => void switchPerson(client, person, { [name]: !wanted } as typeof change) },
  })
}

const outcomes: Record<string, string> = {
  'is_active true': 'can sign in again.',
  'is_active false': 'is deactivated and out everywhere. Their datasets stay.',
  'is_superuser true': 'is an administrator now.',
  'is_superuser false': 'is no administrator any more.',
}
