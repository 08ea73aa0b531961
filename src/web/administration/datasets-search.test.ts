import { expect, test } from 'vitest'
import { parseDatasetsSearch } from './datasets-search.ts'

test.each([
  [{}, {}],
  [{ q: 'ada', status: 'error', place: 'trash', sort: 'owner', page: 3 }, undefined],
  [{ place: 'use', sort: '-file_size' }, undefined],
  [{ q: '', status: 'lost', place: 'here', sort: 'title', page: 1 }, {}],
  [{ q: 17, sort: '-created_at', page: '2' }, { q: '17' }],
])('the address %j is understood', (search, understood = search) => {
  expect(parseDatasetsSearch(search)).toEqual(understood)
})
