import { expect, test } from 'vitest'
import { rememberTexts } from './remembered-texts.ts'

test('answers are remembered by question until there are too many, or their table is gone', async () => {
  const asked: string[] = []
  const texts = rememberTexts<{ tableFile: string; length: number; n: number }>(async ({ tableFile, length, n }) => {
    asked.push(`${tableFile}${n}`)
    return 'x'.repeat(length)
  })
  const ask = (tableFile: string, n: number, length = 900_000) => texts.of({ tableFile, length, n })
  await ask('a', 1)
  await ask('a', 1)
  expect(asked).toEqual(['a1'])
  await ask('a', 2, 1_000_001)
  await ask('a', 2, 1_000_001)
  expect(asked).toEqual(['a1', 'a2', 'a2'])
  texts.forget('a')
  await ask('a', 1)
  for (let n = 0; n < 18; n += 1) await ask('b', n)
  await ask('a', 1)
  await ask('a', 1)
  expect(asked.filter((name) => name === 'a1')).toHaveLength(3)
  const before = asked.length
  await ask('b', 17)
  expect(asked).toHaveLength(before)
})
