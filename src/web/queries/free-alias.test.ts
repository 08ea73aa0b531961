import { expect, test } from 'vitest'
import { aliasSchema } from '../../shared/queries.ts'
import { freeAlias } from './free-alias.ts'

test.each([
  ['Harbour visits 2024', [], 'harbour_visits'],
  ['2024 Häfen, "neu"', [], 'hafen_neu'],
  ['data', ['data'], 'data_2'],
  ['Visits', ['data', 'VISITS', 'visits_2'], 'visits_3'],
  ['Order', [], 'order_2'],
  ['港', [], 'other'],
  ['x'.repeat(300), [], 'x'.repeat(15)],
])('%s beside %j is called %s', (title, taken, alias) => {
  expect(freeAlias(title, taken)).toBe(alias)
  expect(aliasSchema.safeParse(alias).success).toBe(true)
})
