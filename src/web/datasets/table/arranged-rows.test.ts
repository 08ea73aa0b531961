import { expect, it } from 'vitest'
import { arrangedRows } from './arranged-rows.ts'
import { fixedRows } from './fixed-rows.ts'
import type { ViewedCells } from './row-source.ts'

it('shows columns in another order, and waits for the values of one that is not there', () => {
  const looked: ViewedCells[] = []
  const source = { ...fixedRows([['a', 'b', 'c']]), look: (viewed: ViewedCells) => void looked.push(viewed) }
  const arranged = arrangedRows(source, [2, undefined, 0])
  const row = arranged.row(0, [0, 1, 2])
  expect([0, 1, 2].map(row.value)).toEqual(['c', undefined, 'a'])
  arranged.look({ rows: { first: 0, end: 1 }, columns: [1, 2], direction: 0 })
  expect(looked).toEqual([{ rows: { first: 0, end: 1 }, columns: [0], direction: 0 }])
})
