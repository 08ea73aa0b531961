import { expect, test } from 'vitest'
import { odsValue } from './ods-value.ts'

test.each([
  ['PT06H30M00.5S', 'time', '06:30:00.500'],
  ['P1D', 'duration', '24:00:00'],
  ['-PT1H', 'duration', '-01:00:00'],
  ['P1M', 'text', 'P1M'],
  ['P1W', 'text', 'P1W'],
  ['PT1.5H', 'text', 'PT1.5H'],
  ['P', 'text', 'P'],
  ['P2958466D', 'text', 'P2958466D'],
])('the time %s is a %s', (written, kind, text) => {
  expect(odsValue({ 'office:value-type': 'time', 'office:time-value': written }, '', true)).toMatchObject({
    kind,
    text,
  })
})
