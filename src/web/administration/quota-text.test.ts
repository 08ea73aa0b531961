import { expect, test } from 'vitest'
import { parseQuota, quotaText } from './quota-text.ts'

test.each([
  ['0', 0],
  ['1073741824', 2 ** 30],
  ['5 GiB', 5 * 2 ** 30],
  ['5g', 5 * 2 ** 30],
  ['1.5 TB', 1.5 * 2 ** 40],
  [' 512 B ', 512],
])('%s is %d bytes', (text, bytes) => expect(parseQuota(text)).toBe(bytes))

test.each([[''], ['much'], ['-1'], ['5 PiB'], ['1,5 GiB'], ['99999999 T']])('%s is none', (text) =>
  expect(parseQuota(text)).toBeUndefined(),
)

test.each([[0], [1], [1023], [5 * 2 ** 30], [5_000_000_001], [2 ** 40 + 1]])('%d is written and read back', (bytes) =>
  expect(parseQuota(quotaText(bytes))).toBe(bytes),
)
