import { expect, it } from 'vitest'
import type { Step } from '../../../shared/steps.ts'
import { draftOf, emptyDraft, stepOf } from './step-draft.ts'

const filter = { column: 'n', op: 'gt' as const, value: 1 }

it.each<[Step, 'text' | 'numeric']>([
  [{ op: 'rename', column: 'a', to: 'b' }, 'text'],
  [{ op: 'retype', column: 'a', sql_type: 'DATE' }, 'text'],
  [{ op: 'trim', column: 'a' }, 'text'],
  [{ op: 'case', column: 'a', to: 'upper' }, 'text'],
  [{ op: 'replace', column: 'a', from: ['Texas ', 'texas', ''], to: '' }, 'text'],
  [{ op: 'replace', column: 'n', from: [1, '9007199254740993'], to: 2.5 }, 'numeric'],
  [{ op: 'null_where', column: 'n', values: [-999] }, 'numeric'],
  [{ op: 'drop_columns', columns: ['a'] }, 'text'],
  [{ op: 'filter', filter }, 'text'],
  [{ op: 'drop_duplicates' }, 'text'],
  [{ op: 'compute', name: 'twice', expression: 'n * 2' }, 'text'],
])('%j is the same after its fields were opened', (step, kind) => {
  const draft = draftOf(step)
  expect(draft && stepOf(draft, kind)).toEqual(step)
})

it('makes no step while something is missing or is no value of its column', () => {
  const empty = (op: Parameters<typeof emptyDraft>[0]) => emptyDraft(op, 'a', undefined)
  for (const op of ['rename', 'replace', 'null_where', 'filter', 'compute'] as const) {
    expect(stepOf(empty(op), 'text')).toBeUndefined()
  }
  expect(stepOf({ ...empty('null_where'), values: '1\nmany' }, 'numeric')).toBeUndefined()
  expect(stepOf({ ...empty('rename'), to: 'a' }, 'text')).toBeUndefined()
})

it('leaves what alerts alone make as it is', () => {
  expect(draftOf({ op: 'repair_encoding', column: 'a' })).toBeUndefined()
})
