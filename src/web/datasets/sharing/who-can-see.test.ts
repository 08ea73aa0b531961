import { expect, test } from 'vitest'
import type { DatasetAccess } from '../../../shared/sharing.ts'
import { whoCanSee } from './who-can-see.ts'

const owner = { id: 'ada', username: 'ada', full_name: 'Ada Lovelace' }
const person = (name: string, is_active = true): DatasetAccess['people'][number] => ({
  user_id: name,
  username: name,
  full_name: null,
  is_active,
  role: 'viewer',
})
const access = (people: string[], everyone: 'viewer' | null = null): DatasetAccess => ({
  owner,
  everyone,
  people: people.map((name) => person(name)),
})

test.each([
  [[], 'Only you can see this.'],
  [['bob'], 'You and bob can see this.'],
  [['bob', 'carol'], 'You, bob and carol can see this.'],
  [['bob', 'carol', 'dora'], 'You, bob, carol and dora can see this.'],
  [['bob', 'carol', 'dora', 'emil'], 'You, bob, carol and 2 others can see this.'],
])('for its owner, shared with %j', (people, sentence) => {
  expect(whoCanSee(access(people), 'ada')).toBe(sentence)
})

test('an editor is told of the owner, by the full name', () => {
  expect(whoCanSee(access(['bob', 'carol']), 'bob')).toBe('You, Ada Lovelace and carol can see this.')
})

test('everyone is everyone', () => {
  expect(whoCanSee(access(['bob'], 'viewer'), 'ada')).toBe('Everyone with an account here can see this.')
})

test('who is deactivated sees nothing', () => {
  expect(whoCanSee({ owner, everyone: null, people: [person('bob', false)] }, 'ada')).toBe('Only you can see this.')
})
