import { expect, test } from 'vitest'
import { auditQueryOf, parseAuditSearch } from './audit-search.ts'

test.each([
  [{}, {}],
  [{ who: 'ada@', action: 'auth.login', outcome: 'failure', span: 'week', target: 'x', page: 3 }, undefined],
  [{ action: 'auth.*' }, undefined],
  [{ action: 'nothing.*' }, {}],
  [{ action: 'toString' }, {}],
  [{ outcome: 'maybe', span: 'century', page: 1, who: '' }, {}],
  [{ page: 'x' }, {}],
])('the address %j is understood', (search, understood = search) => {
  expect(parseAuditSearch(search)).toEqual(understood)
})

test('a span begins at a whole minute, so that the same list has the same address', () => {
  const asked = [0, 20_000].map((later) => auditQueryOf({ span: 'day' }, Date.parse('2026-03-02T10:00:05Z') + later))
  expect(asked).toEqual([{ from: '2026-03-01T10:00:00.000Z' }, { from: '2026-03-01T10:00:00.000Z' }])
})
