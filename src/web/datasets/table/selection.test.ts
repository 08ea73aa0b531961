import { describe, expect, it } from 'vitest'
import {
  cellCount,
  extendTo,
  fitSelection,
  moveOfKey,
  moveSelection,
  place,
  rangeOf,
  selectAll,
  selectRow,
} from './selection.ts'

const extent = { rows: 10_000_000, columns: 14, page: 20 }
const press = (key: string, held: Partial<{ shiftKey: boolean; ctrlKey: boolean; altKey: boolean }> = {}) =>
  moveOfKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held })

describe('moving', () => {
  it.each([
    ['up', { row: 499, column: 5 }],
    ['down', { row: 501, column: 5 }],
    ['left', { row: 500, column: 4 }],
    ['right', { row: 500, column: 6 }],
    ['page-up', { row: 480, column: 5 }],
    ['page-down', { row: 520, column: 5 }],
    ['row-start', { row: 500, column: 0 }],
    ['row-end', { row: 500, column: 13 }],
    ['column-start', { row: 0, column: 5 }],
    ['column-end', { row: 9_999_999, column: 5 }],
    ['table-start', { row: 0, column: 0 }],
    ['table-end', { row: 9_999_999, column: 13 }],
  ] as const)('%s', (move, active) => {
    expect(moveSelection(place(500, 5), move, extent, false)).toEqual({ anchor: active, active })
  })

  it('stops at the edges', () => {
    expect(moveSelection(place(0, 0), 'page-up', extent, false)).toEqual(place(0, 0))
    expect(moveSelection(place(0, 0), 'left', extent, false)).toEqual(place(0, 0))
    expect(moveSelection(place(9_999_999, 13), 'page-down', extent, false)).toEqual(place(9_999_999, 13))
  })

  it('has nowhere to go in an empty table', () => {
    expect(moveSelection(place(0, 0), 'table-end', { rows: 0, columns: 0, page: 0 }, false)).toEqual(place(0, 0))
  })
})

describe('ranges', () => {
  it('grow from the anchor in any direction', () => {
    const up = moveSelection(moveSelection(place(10, 3), 'up', extent, true), 'left', extent, true)
    expect(rangeOf(up)).toEqual({ top: 9, bottom: 10, left: 2, right: 3 })
    expect(rangeOf(extendTo(up, { row: 20, column: 8 }))).toEqual({ top: 10, bottom: 20, left: 3, right: 8 })
  })

  it('collapse on the next plain move', () => {
    const range = extendTo(place(10, 3), { row: 12, column: 4 })
    expect(moveSelection(range, 'down', extent, false)).toEqual(place(13, 4))
  })

  it('count their cells', () => {
    expect(cellCount(rangeOf(selectAll(extent)))).toBe(140_000_000)
    expect(cellCount(rangeOf(selectRow(7, 14)))).toBe(14)
    expect(cellCount(rangeOf(place(1, 1)))).toBe(1)
  })

  it('fit into a table that shrank', () => {
    const range = extendTo(place(10, 3), { row: 900, column: 13 })
    expect(rangeOf(fitSelection(range, { rows: 50, columns: 5, page: 20 }))).toEqual({
      top: 10,
      bottom: 49,
      left: 3,
      right: 4,
    })
  })
})

describe('keys', () => {
  it('are those of a grid', () => {
    expect(press('ArrowDown')).toBe('down')
    expect(press('ArrowDown', { ctrlKey: true })).toBe('column-end')
    expect(press('Home')).toBe('row-start')
    expect(press('Home', { ctrlKey: true })).toBe('table-start')
    expect(press('End', { ctrlKey: true })).toBe('table-end')
    expect(press('PageDown', { shiftKey: true })).toBe('page-down')
    expect(press('ArrowDown', { altKey: true })).toBeUndefined()
    expect(press('x')).toBeUndefined()
  })
})
