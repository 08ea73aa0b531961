import { expect, it } from 'vitest'
import { findColumns } from './find-columns.ts'

const columns = ['visit_id', 'port_code', 'Größe', 'airport', 'PORT'].map((name) => ({ name }))
const found = (typed: string) => findColumns(columns, typed).map(({ name }) => name)

it('finds by any part of the name, beginnings first', () => {
  expect(found('port')).toEqual(['port_code', 'PORT', 'airport'])
  expect(found(' ID ')).toEqual(['visit_id'])
})

it('forgives accents and case', () => {
  expect(found('grosse')).toEqual([])
  expect(found('große')).toEqual(['Größe'])
})

it('nothing typed finds all, nonsense finds none', () => {
  expect(found('')).toHaveLength(5)
  expect(found('zzz')).toEqual([])
})
