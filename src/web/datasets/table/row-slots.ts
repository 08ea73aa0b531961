import type { Span } from './column-layout.ts'

/** The elements that rows are drawn in, in the order they stand in the document, with the row each one draws. */
export type RowSlot = { slot: number; index: number }

/**
 * Which of `pool` elements draws which row; the pool is at least as large as any view. An element is used again for another row when its own has left the view, and while the
 * view moves no element changes its place in the document, because moving one costs as much as making it anew. At rest
 * the elements stand in the order of the rows, as a screen reader reads them.
 */
export const rowSlots = (rows: Span, pool: number, isMoving: boolean, before: RowSlot[]): RowSlot[] => {
  const wanted = new Map<number, number>()
  for (let index = rows.first; index < rows.end; index += 1) wanted.set(index % pool, index)
  const slots: RowSlot[] = []
  const take = (slot: number) => {
    const index = wanted.get(slot)
    if (index !== undefined && wanted.delete(slot)) slots.push({ slot, index })
  }
  if (isMoving) for (const { slot } of before) take(slot)
  for (const slot of [...wanted.keys()]) take(slot)
  return slots
}
