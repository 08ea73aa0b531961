import { expect, test } from 'vitest'
import { parsePeopleSearch } from './people-search.ts'

test('what it knows is read, everything else left out', () => {
  const known = { q: 'ada', state: 'inactive', role: 'administrator', sort: '-storage_used_bytes', page: 3 }
  expect(parsePeopleSearch({ ...known, other: 1 })).toEqual(known)
  expect(parsePeopleSearch({ q: '', state: 'asleep', role: 'owner', sort: 'id', page: 1 })).toEqual({})
  expect(parsePeopleSearch({ q: 42, sort: '-created_at', page: '2' })).toEqual({ q: '42' })
})
