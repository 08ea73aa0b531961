import { expect, test } from 'vitest'
import { parseBrushes } from './parse-brushes.ts'

test('brushes come from the address as they were written, and none from an address that was spoilt', () => {
  const brushes = {
    a: [
      { column: 'tonnes', range: [1, 2.5] },
      { column: 'wait', range: [0, 3] },
    ],
    b: [{ column: 'port', values: ['HAM', null] }],
  }
  expect(parseBrushes(brushes)).toEqual(brushes)
  const spoilt = [
    undefined,
    null,
    'x',
    5,
    { a: 5 },
    { a: [] },
    { a: { column: 'x', range: [1, 2] } },
    { a: [{ column: 'x', values: [] }] },
    { a: [{ column: 'x', range: [1] }] },
  ]
  for (const brush of spoilt) expect(parseBrushes(brush)).toEqual({})
})
