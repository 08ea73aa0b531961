import { expect, test } from 'vitest'
import type { AuditEvent } from '../../shared/audit.ts'
import { actionWords, detailText, reasonOf, targetOf, whoOf } from './audit-sentence.ts'

const id = '11111111-2222-4333-8444-555555555555'
const event = (over: Partial<AuditEvent>): AuditEvent => ({
  id,
  at: '2026-03-02T10:00:00Z',
  actor: null,
  command: null,
  action: 'auth.login',
  outcome: 'success',
  target: null,
  ip: null,
  user_agent: null,
  request_id: null,
  details: {},
  ...over,
})

test('says who', () => {
  expect(whoOf(event({ actor: { id, email: 'ada@example.org', username: 'ada' } }))).toBe('ada')
  expect(whoOf(event({ actor: { id, email: 'ada@example.org', username: null } }))).toBe('ada@example.org')
  expect(whoOf(event({ actor: { id, email: null, username: null } }))).toBe('somebody who is gone')
  expect(whoOf(event({ command: 'datalens user promote' }))).toBe('datalens user promote')
  expect(whoOf(event({}))).toBe('nobody signed in')
})

test('says what, to what and why not', () => {
  expect(actionWords('auth.login')).toBe('Sign-in')
  expect(actionWords('new.one')).toBe('new.one')
  expect(reasonOf(event({ outcome: 'failure', details: { reason: 'wrong_password' } }))).toBe('wrong password')
  expect(reasonOf(event({ outcome: 'failure', details: { reason: 'other_thing' } }))).toBe('other thing')
  expect(reasonOf(event({ details: { reason: 'wrong_password' } }))).toBeUndefined()
})

const ada = { id, email: 'ada@example.org', username: 'ada' }
const nameless = { email: null, username: null }

test.each<[string, Partial<AuditEvent>]>([
  ['', {}],
  ['dataset 11111111', { target: { type: 'dataset', id, ...nameless } }],
  ['dataset 11111111 of ada', { target: { ...ada, type: 'dataset' } }],
  ['dataset 11111111', { target: { ...ada, type: 'dataset' }, actor: { ...ada, id: '2' } }],
  ['user ada', { target: { ...ada, type: 'user' } }],
  ['user ada', { target: { type: 'user', id, ...nameless }, details: { username: 'ada' } }],
  ['user 11111111', { target: { type: 'user', id, ...nameless } }],
  ['their own account', { target: { ...ada, type: 'user' }, actor: ada }],
  ['token backup', { target: { ...ada, type: 'token' }, actor: ada, details: { name: 'backup' } }],
  [
    'invitation of b@example.org',
    { target: { type: 'invitation', id, ...nameless }, details: { email: 'b@example.org' } },
  ],
])('the list calls it %j', (words, over) => {
  expect(targetOf(event(over))).toBe(words)
})

test('shows details as people write them', () => {
  expect([detailText('a'), detailText(['a', 'b']), detailText(3), detailText({ a: 1 })]).toEqual([
    'a',
    'a, b',
    '3',
    '{"a":1}',
  ])
})
