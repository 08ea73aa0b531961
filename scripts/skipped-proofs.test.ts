import { expect, test } from 'vitest'
// @ts-expect-error: the scripts are plain JavaScript that any Node runs.
import { describeSkipped } from './skipped-proofs.mjs'

const report = (...statuses: string[]) => ({
  testResults: [{ assertionResults: statuses.map((status, n) => ({ status, fullName: ` test ${n}` })) }],
})

test('what was skipped is named in one line', () => {
  expect(describeSkipped(report('passed', 'skipped', 'failed', 'pending'))).toBe('2 proofs skipped: test 1; test 3')
  expect(describeSkipped(report('skipped'))).toBe('1 proof skipped: test 0')
  expect(describeSkipped(report('passed', 'failed'))).toBeUndefined()
})
