import { expect, test } from 'vitest'
import { interleave } from './interleave.ts'

async function* counting(from: number, to: number, ended: number[]) {
  try {
    for (let number = from; number < to; number++) {
      await Promise.resolve()
      yield number
    }
  } finally {
    ended.push(from)
  }
}

test('every value comes once, those of a stream in their order', async () => {
  const [found, ended]: [number[], number[]] = [[], []]
  for await (const value of interleave([counting(0, 5, ended), counting(10, 12, ended), counting(20, 20, ended)])) {
    found.push(value)
  }
  expect(found.filter((value) => value < 10)).toEqual([0, 1, 2, 3, 4])
  expect(found.filter((value) => value >= 10)).toEqual([10, 11])
  expect(ended.sort()).toEqual([0, 10, 20])
})

test('a failure of one, and a reader who goes, end all of them', async () => {
  async function* failing() {
    yield 1
    throw new Error('broken')
  }
  const ended: number[] = []
  const read = async (last: number, streams: AsyncIterable<number>[]) => {
    for await (const value of interleave(streams)) if (value === last) return
  }
  await expect(read(99, [failing(), counting(0, 50, ended)])).rejects.toThrow('broken')
  await read(2, [counting(0, 50, ended), counting(100, 150, ended)])
  expect(ended.sort((a, b) => a - b)).toEqual([0, 0, 100])
})
