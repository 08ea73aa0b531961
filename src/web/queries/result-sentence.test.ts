import { expect, test } from 'vitest'
import { resultSentence } from './result-sentence.ts'

const answer = { columns: [], rows: [], row_count: 1, truncated: false, limit: 1000, duration_ms: 0.4 }

test.each([
  [{}, '1 row · 0 columns · 1 ms'],
  [{ row_count: 12_345, duration_ms: 1530 }, '12,345 rows · 0 columns · 2 s'],
  [
    { row_count: 1000, truncated: true },
    '1,000 of more rows shown, and in the small charts. Export gives all. · 0 columns · 1 ms',
  ],
])('%j reads %j', (given, sentence) => expect(resultSentence({ ...answer, ...given })).toBe(sentence))
