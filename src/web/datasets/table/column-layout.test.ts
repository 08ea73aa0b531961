import { describe, expect, it } from 'vitest'
import { columnAt, columnLayout, columnsInView, columnsOf, rowsInView, stickyColumns } from './column-layout.ts'

describe('columns', () => {
  const layout = columnLayout([100, 50, 200, 100])

  it('stand side by side', () => {
    expect(layout).toEqual({ starts: [0, 100, 150, 350], widths: [100, 50, 200, 100], total: 450 })
  })

  it('are found by their place', () => {
    expect([0, 99, 100, 149, 150, 349, 350, 9999].map((x) => columnAt(layout, x))).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  })

  it('in view include those cut at either edge, and none beyond', () => {
    expect(columnsInView(layout, 120, 360)).toEqual({ first: 1, end: 4 })
    expect(columnsInView(layout, 100, 150)).toEqual({ first: 1, end: 2 })
    expect(columnsInView(layout, 0, 0)).toEqual({ first: 0, end: 1 })
  })

  it('may be none', () => {
    expect(columnsInView(columnLayout([]), 0, 500)).toEqual({ first: 0, end: 0 })
  })

  it('of ten thousand are found at once', () => {
    const wide = columnLayout(Array.from({ length: 10_000 }, () => 160))
    expect(columnsInView(wide, 1_599_000, 1_600_000)).toEqual({ first: 9993, end: 10_000 })
  })
})

describe('rows in view', () => {
  it('include the ones cut at the edges and the extra ones', () => {
    expect(rowsInView(50, 100, 32, 1000, 0)).toEqual({ first: 1, end: 5 })
    expect(rowsInView(50, 100, 32, 1000, 4)).toEqual({ first: 0, end: 9 })
  })

  it('never leave the table', () => {
    expect(rowsInView(319_999_360, 640, 32, 10_000_000, 8)).toEqual({ first: 9_999_972, end: 10_000_000 })
    expect(rowsInView(0, 640, 32, 0, 8)).toEqual({ first: 0, end: 0 })
  })
})

describe('pinned columns', () => {
  const layout = columnLayout([100, 200, 300, 400])

  it('stay as far as the others keep room', () => {
    expect(stickyColumns(layout, 3, 1200)).toBe(3)
    expect(stickyColumns(layout, 3, 900)).toBe(2)
    expect(stickyColumns(layout, 9, 100)).toBe(0)
    expect(stickyColumns(layout, 0, 1200)).toBe(0)
  })

  it('stand before the columns in view, each once', () => {
    expect(columnsOf({ first: 2, end: 4 }, 1)).toEqual([0, 2, 3])
    expect(columnsOf({ first: 0, end: 2 }, 1)).toEqual([0, 1])
    expect(columnsOf({ first: 0, end: 1 }, 3)).toEqual([0, 1, 2])
  })
})
