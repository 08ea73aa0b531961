import { describe, expect, test } from 'vitest'
import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { meaningOfColumn, meaningOfTexts } from './semantic-type.ts'

const texts = (...values: string[]) => values.map((text) => ({ text, count: 1 }))

describe('texts mean', () => {
  test.each([
    ['email', 'contact', ['ada@example.org', 'b.c+d@mail.example.co.uk']],
    ['url', 'link', ['https://example.org/a?b=c', 'http://example.net']],
    ['uuid', 'key', ['123e4567-e89b-12d3-a456-426614174000', '123E4567-E89B-12D3-A456-426614174001']],
    ['ip_address', 'host', ['192.0.2.1', '2001:db8::1']],
    ['phone', 'contact', ['+49 40 1234567', '+1 (555) 010-9999']],
    ['phone', 'MobilePhone', ['040 1234567', '555-010-9999']],
    ['iban', 'account', ['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432']],
    ['credit_card', 'card', ['4111 1111 1111 1111', '5500005555555559']],
    ['postal_code', 'delivery_zip', ['20095', 'SW1A 1AA']],
    ['currency', 'paid in', ['EUR', 'USD', 'JPY']],
    ['country', 'where', ['Germany', 'France', 'Brazil']],
    ['country', 'country', ['DE', 'FR', 'BR']],
  ])('%s, called %s', (type, name, values) => {
    expect(meaningOfTexts(name, texts(...values))).toMatchObject({
      semantic_type: type,
      semantic_evidence: { matched: values.length, of: values.length },
    })
  })

  test.each([
    ['words', 'note', ['at home', 'abroad']],
    ['numbers of a card that are none', 'card', ['4111 1111 1111 1112', '5500005555555558']],
    ['octets above 255', 'host', ['300.1.1.1', '1.2.3.256']],
    ['two letters without a name', 'state', ['CA', 'DE', 'IN']],
    ['digits without a name', 'count', ['20095', '20097']],
    ['phones without a name', 'value', ['040 1234567', '555-010-9999']],
    ['one text alone', 'contact', ['ada@example.org']],
  ])('nothing: %s', (_, name, values) => {
    expect(meaningOfTexts(name, texts(...values))).toEqual({ semantic_type: null, semantic_evidence: null })
  })

  test('what 95 % of the rows say, not what 94 % say', () => {
    const mixed = (others: number) => [
      { text: 'a@example.org', count: 100 - others - 1 },
      { text: 'b@example.org', count: 1 },
      { text: 'unknown', count: others },
    ]
    expect(meaningOfTexts('contact', mixed(5)).semantic_type).toBe('email')
    expect(meaningOfTexts('contact', mixed(6)).semantic_type).toBeNull()
  })
})

const column = (name: string, given: Partial<ColumnProfile>): ColumnProfile => ({
  ...blankColumnProfile({ name, sql_type: 'BIGINT', kind: 'numeric', count: 100, null_count: 0 }),
  ...{ distinct_count: 50, integers_only: true, infinite_count: 0, nan_count: 0 },
  ...given,
})

test.each([
  ['latitude', column('lat', { min: -33.1, max: 51.2, integers_only: false })],
  ['longitude', column('pickup_longitude', { min: -74, max: 151.2, integers_only: false })],
  ['postal_code', column('zip', { min: 1000, max: 99_999 })],
  ['year', column('year', { min: 1066, max: 2024 })],
  ['year', column('built', { min: 1950, max: 2024 })],
  ['identifier', column('order_id', { min: 17, max: 9000, distinct_count: 100 })],
  ['identifier', column('row', { min: 1, max: 100, distinct_count: 100 })],
  [null, column('lat', { min: -91, max: 51.2 })],
  [null, column('latency', { min: 0, max: 12 })],
  [null, column('built', { min: 1850, max: 2024 })],
  [null, column('order_id', { min: 17, max: 9000, distinct_count: 99 })],
  [null, column('weight', { min: 17, max: 9000, distinct_count: 100 })],
])('numbers mean %s', (type, profile) => {
  expect(meaningOfColumn(profile).semantic_type).toBe(type)
})
