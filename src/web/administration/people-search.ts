import { peopleSorts } from '../../shared/people.ts'

export type PeopleSort = (typeof peopleSorts)[number] | `-${(typeof peopleSorts)[number]}`
export type PeopleState = 'active' | 'inactive'
export type PeopleRole = 'administrator' | 'user'

/** What the address of the people page says about the list. */
export type PeopleSearch = { q?: string; state?: PeopleState; role?: PeopleRole; sort?: PeopleSort; page?: number }

/** A change of it; undefined takes a part out of the address. */
export type PeopleSearchChange = { [Part in keyof PeopleSearch]: PeopleSearch[Part] | undefined }

export const defaultPeopleSort: PeopleSort = '-created_at'
export const peoplePageSize = 100

/** Reads the search part of the address; what it does not know it leaves out. */
export function parsePeopleSearch(search: Record<string, unknown>): PeopleSearch {
  const { q, state, role, sort, page } = search
  const field = typeof sort === 'string' ? sort.replace(/^-/, '') : ''
  const isKnownSort = (peopleSorts as readonly string[]).includes(field) && sort !== defaultPeopleSort
  return {
    ...(q !== undefined && q !== '' ? { q: String(q).slice(0, 200) } : {}),
    ...(state === 'active' || state === 'inactive' ? { state } : {}),
    ...(role === 'administrator' || role === 'user' ? { role } : {}),
    ...(isKnownSort ? { sort: sort as PeopleSort } : {}),
    ...(Number.isInteger(page) && Number(page) > 1 ? { page: Number(page) } : {}),
  }
}
