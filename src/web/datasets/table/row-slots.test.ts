import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type RowSlot, rowSlots } from './row-slots.ts'

const slotOf = (slots: RowSlot[], index: number) => slots.find((slot) => slot.index === index)?.slot
const order = (slots: RowSlot[]) => slots.map(({ slot }) => slot)

it('rows that stay in view stay in their element, and nothing moves in the document', () => {
  const before = rowSlots({ first: 8, end: 52 }, 44, false, [])
  const after = rowSlots({ first: 12, end: 56 }, 44, true, before)
  for (let index = 12; index < 52; index += 1) expect(slotOf(after, index)).toBe(slotOf(before, index))
  expect(order(after)).toEqual(order(before))
  expect(order(rowSlots({ first: 4, end: 48 }, 44, true, after))).toEqual(order(before))
})

it('a view that holds a few rows more or fewer keeps its elements', () => {
  const before = rowSlots({ first: 8, end: 52 }, 48, false, [])
  const after = rowSlots({ first: 12, end: 60 }, 48, true, before)
  for (let index = 12; index < 52; index += 1) expect(slotOf(after, index)).toBe(slotOf(before, index))
  expect(order(after).slice(0, before.length)).toEqual(order(before))
})

it('at rest the document has the order of the rows', () => {
  const moving = rowSlots({ first: 12, end: 56 }, 48, true, rowSlots({ first: 8, end: 52 }, 48, false, []))
  expect(rowSlots({ first: 12, end: 56 }, 48, false, moving).map(({ index }) => index)).toEqual(
    Array.from({ length: 44 }, (_, at) => 12 + at),
  )
})

it('every row in view has one element of its own, wherever the view jumps', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(10_000_000), fc.integer({ min: 1, max: 60 }), fc.boolean()), { maxLength: 8 }),
      (views) => {
        let slots: RowSlot[] = []
        for (const [first, count, isMoving] of views) {
          slots = rowSlots({ first, end: first + count }, 60, isMoving, slots)
          expect(new Set(order(slots)).size).toBe(count)
          expect(slots.map(({ index }) => index).sort((a, b) => a - b)).toEqual(
            Array.from({ length: count }, (_, at) => first + at),
          )
        }
      },
    ),
  )
})

it('no rows need no elements', () => {
  expect(rowSlots({ first: 0, end: 0 }, 48, false, [])).toEqual([])
})
