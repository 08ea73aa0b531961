import { expect, test } from 'vitest'
import { profileAnswerSchema } from './profile-answer.ts'

test('a few columns tell whether the page knows the form of all', () => {
  const { columns } = profileAnswerSchema.shape
  let looked = 0
  const unknown = {
    get name() {
      return looked++
    },
  }
  expect(columns.safeParse(undefined).success).toBe(false)
  expect(columns.safeParse([{ name: 'a' }]).success).toBe(false)
  expect(columns.safeParse(Array.from({ length: 10_000 }, () => unknown)).success).toBe(false)
  expect(looked).toBeLessThanOrEqual(200)
})
