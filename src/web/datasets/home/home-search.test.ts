import { expect, test } from 'vitest'
import { parseHomeSearch } from './home-search.ts'

test('keeps what it knows and leaves out the rest', () => {
  expect(parseHomeSearch({ q: 'trips', status: 'ready', shared: true, sort: '-file_size', page: 3, other: 1 })).toEqual(
    {
      q: 'trips',
      status: 'ready',
      shared: true,
      sort: '-file_size',
      page: 3,
    },
  )
  expect(parseHomeSearch({ q: '', status: 'lost', shared: 'maybe', sort: 'password', page: 0 })).toEqual({})
  expect(parseHomeSearch({ q: 2024, sort: '-updated_at', page: 1.5 })).toEqual({ q: '2024' })
})
