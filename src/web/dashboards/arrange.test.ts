import { expect, test } from 'vitest'
import type { DashboardPlace } from '../../shared/dashboards.ts'
import { arrange, placeBelow, withoutPlace } from './arrange.ts'

const place = (chart_id: string, x: number, y: number, w: number, h: number): DashboardPlace => ({
  ...{ chart_id, x, y, w, h },
})
const shown = (layout: DashboardPlace[]) =>
  Object.fromEntries(layout.map(({ chart_id, x, y, w, h }) => [chart_id, [x, y, w, h]]))

const layout = [place('a', 0, 0, 6, 4), place('b', 6, 0, 6, 4), place('c', 0, 4, 12, 5)]

test('what a moved chart covers makes room below, and nothing hangs in the air', () => {
  expect(shown(arrange(layout, place('c', 0, 0, 12, 5)))).toEqual({
    c: [0, 0, 12, 5],
    a: [0, 5, 6, 4],
    b: [6, 5, 6, 4],
  })
  expect(shown(arrange(layout, place('a', 6, 0, 6, 4)))).toEqual({ a: [6, 0, 6, 4], b: [6, 4, 6, 4], c: [0, 8, 12, 5] })
  expect(shown(arrange(layout, place('c', 0, 40, 12, 5)))).toEqual(shown(layout))
})

test('a chart stays within the twelve columns and never vanishes', () => {
  expect(shown(arrange([place('a', 0, 0, 6, 4)], place('a', 9, -3, 6, 0)))).toEqual({ a: [6, 0, 6, 2] })
  expect(shown(arrange([place('a', 0, 0, 6, 4)], place('a', 4, 0, 30, 90)))).toEqual({ a: [0, 0, 12, 24] })
})

test('one more chart takes the first room there is', () => {
  expect(placeBelow(layout, { chart_id: 'd', w: 3, h: 3 })).toEqual(place('d', 0, 9, 3, 3))
  expect(placeBelow([place('a', 0, 0, 6, 4)], { chart_id: 'd', w: 6, h: 4 })).toEqual(place('d', 6, 0, 6, 4))
  expect(placeBelow([], { chart_id: 'd', w: 6, h: 4 })).toEqual(place('d', 0, 0, 6, 4))
})

test('what stood below a chart that is taken away floats up', () => {
  const left = withoutPlace([...layout, place('d', 0, 9, 6, 2)], 'c')
  expect(shown(left)).toEqual({ a: [0, 0, 6, 4], b: [6, 0, 6, 4], d: [0, 4, 6, 2] })
})
