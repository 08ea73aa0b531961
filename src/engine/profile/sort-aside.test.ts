import { expect, test } from 'vitest'
import { randomSource } from '../../../test/random-source.ts'
import { sharedDoubles, sortAside } from './sort-aside.ts'
import { sortInPlace } from './sort-in-place.ts'

const many = 1_200_000

function drawn(): Float64Array {
  const random = randomSource(7)
  const values = sharedDoubles(many)
  for (let index = 0; index < many; index++) values[index] = Math.round((random() - 0.5) * many) + 0
  return values
}

test('a thread sorts millions of values as they are sorted here', async () => {
  const values = drawn()
  const here = Float64Array.from(values)
  expect(await sortAside(values, undefined)).toEqual(sortInPlace(here))
  expect(Float64Array.from(values)).toEqual(Float64Array.from(drawn()).sort())
})

test('few values are sorted here', async () => {
  const few = sharedDoubles(3)
  few.set([2, -1, 2])
  expect(await sortAside(few, undefined)).toMatchObject({ distinct: 2 })
  expect([...few]).toEqual([-1, 2, 2])
})

test('who no longer waits stops the thread', async () => {
  const values = drawn()
  const leaving = new AbortController()
  const sorting = sortAside(values, leaving.signal)
  leaving.abort(new Error('Nobody waits.'))
  await expect(sorting).rejects.toThrow('Nobody waits.')
  await expect(sortAside(values, leaving.signal)).rejects.toThrow('Nobody waits.')
})
