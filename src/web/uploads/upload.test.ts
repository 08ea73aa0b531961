import { expect, test } from 'vitest'
import {
  afterReload,
  afterUploadEvent,
  clearable,
  heldElsewhere,
  settledElsewhere,
  timeLeft,
  type Upload,
  type UploadEvent,
  wholeUpload,
} from './upload.ts'

const after = (...events: UploadEvent[]) => events.reduce(afterUploadEvent, [] as readonly Upload[])
const added: UploadEvent = { type: 'added', uploads: [{ id: 'a', name: 'a.csv', size: 1000 }] }
const only = (uploads: readonly Upload[]) => {
  expect(uploads).toHaveLength(1)
  return uploads[0] as Upload
}

test('a file waits, leaves, and becomes a dataset', () => {
  expect(only(after(added)).state).toBe('waiting')
  const sending = after(
    added,
    { type: 'started', id: 'a' },
    { type: 'progressed', id: 'a', sent: 0, at: 0 },
    { type: 'progressed', id: 'a', sent: 500, at: 1000 },
  )
  expect(only(sending)).toMatchObject({ state: 'sending', sent: 500, speed: 500 })
  expect(timeLeft(only(sending))).toBe(1000)
  const stored = only(afterUploadEvent(sending, { type: 'stored', id: 'a', datasetId: 'd' }))
  expect(stored).toMatchObject({ state: 'stored', sent: 1000, datasetId: 'd' })
  expect(timeLeft(stored)).toBeNull()
})

test('the speed follows the connection without jumping', () => {
  const events: UploadEvent[] = [added, { type: 'started', id: 'a' }]
  for (let second = 1; second <= 5; second += 1) {
    events.push({ type: 'progressed', id: 'a', sent: second * 100, at: second * 1000 })
  }
  expect(only(after(...events)).speed).toBeCloseTo(100)
  const burst = only(after(...events, { type: 'progressed', id: 'a', sent: 600, at: 5100 }))
  expect(burst.speed).toBeGreaterThan(100)
  expect(burst.speed).toBeLessThan(200)
})

test('what an earlier visit sent is no speed of this one', () => {
  const events: UploadEvent[] = [
    added,
    { type: 'started', id: 'a' },
    { type: 'progressed', id: 'a', sent: 800, at: 10 },
    { type: 'progressed', id: 'a', sent: 810, at: 1010 },
  ]
  expect(only(after(...events)).speed).toBeCloseTo(10)
})

test('two measurements at one moment divide by nothing', () => {
  const upload = only(
    after(
      added,
      { type: 'started', id: 'a' },
      { type: 'progressed', id: 'a', sent: 0, at: 5 },
      { type: 'progressed', id: 'a', sent: 10, at: 5 },
    ),
  )
  expect(upload).toMatchObject({ sent: 10, speed: null })
  expect(timeLeft(upload)).toBeNull()
})

test('what failed can begin again from nothing', () => {
  const failed = after(
    added,
    { type: 'started', id: 'a' },
    { type: 'progressed', id: 'a', sent: 500, at: 1000 },
    { type: 'failed', id: 'a', reason: 'The disk is full.', canRetry: true },
  )
  expect(only(failed)).toMatchObject({ state: 'failed', reason: 'The disk is full.' })
  expect(only(afterUploadEvent(failed, { type: 'retried', id: 'a' }))).toEqual(only(after(added)))
})

test('what waits for the connection, or for the person, has no speed and goes on from where it was', () => {
  const sending = after(added, { type: 'started', id: 'a' }, { type: 'progressed', id: 'a', sent: 500, at: 1000 })
  const held = afterUploadEvent(sending, { type: 'held', id: 'a' })
  expect(only(held)).toMatchObject({ state: 'sending', isHeld: true, sent: 500, speed: null })
  const back = afterUploadEvent(held, { type: 'progressed', id: 'a', sent: 400, at: 60_000 })
  expect(only(back)).toMatchObject({ isHeld: false, sent: 400, speed: null })

  const paused = afterUploadEvent(sending, { type: 'paused', id: 'a' })
  expect(only(paused)).toMatchObject({ state: 'paused', sent: 500 })
  expect(timeLeft(only(paused))).toBeNull()
  const resumed = afterUploadEvent(paused, { type: 'resumed', id: 'a' })
  expect(only(resumed)).toMatchObject({ state: 'waiting', sent: 500 })
})

test('an event for an upload that was taken away changes nothing', () => {
  const none = after(added, { type: 'removed', ids: ['a'] })
  expect(afterUploadEvent(none, { type: 'progressed', id: 'a', sent: 1, at: 1 })).toEqual([])
})

test('a reload keeps what the server has and says what to do about the rest', () => {
  const before = after(
    { type: 'added', uploads: ['a', 'b', 'c'].map((id) => ({ id, name: `${id}.csv`, size: 10 })) },
    { type: 'stored', id: 'a', datasetId: 'd' },
    { type: 'failed', id: 'b', reason: 'Too large.', canRetry: true },
    { type: 'started', id: 'c' },
  )
  const [a, b, c] = afterReload(before)
  expect(a).toMatchObject({ state: 'stored', datasetId: 'd' })
  expect(b).toMatchObject({ state: 'failed', reason: 'Too large.', canRetry: false })
  expect(c).toMatchObject({ state: 'left', canRetry: false })
  expect(only(afterUploadEvent([c as Upload], { type: 'kept', id: 'c', sent: 4 }))).toMatchObject({ sent: 4 })
})

test('a file that waits on the server to be used does so after a reload too', () => {
  const whole = after(added, { type: 'started', id: 'a' }, { type: 'arrived', id: 'a', uploadId: 'u' })
  expect(afterReload(whole)).toMatchObject([{ state: 'whole', uploadId: 'u', sent: 1000 }])
  expect(only(afterUploadEvent(whole, { type: 'stored', id: 'a', datasetId: 'd' }))).toMatchObject({ state: 'stored' })
})

test('what waits to be used and was sent by another tab is found in the list of the server', () => {
  const item = { id: 'u', filename: 'march.csv', offset: 9, length: 9, held: true, dataset: 'd', expires_at: '' }
  const others = [
    { ...item, id: 'short', offset: 8 },
    { ...item, id: 'plain', held: false },
    { ...item, id: 'nobodys', dataset: null },
  ]
  expect(heldElsewhere([], [item, ...others, { ...item, id: 'older' }]).map(({ id }) => id)).toEqual(['older', 'u'])
  const [upload] = afterUploadEvent([], { type: 'restored', uploads: [wholeUpload(item, { id: 'd', version: 2 })] })
  expect(upload).toMatchObject({ state: 'whole', uploadId: 'u', name: 'march.csv', sent: 9, canRetry: false })
  expect(heldElsewhere([upload as Upload], [item])).toEqual([])
})

test('what waits for a decision is no part of a list that is cleared, until the server has it no longer', () => {
  const whole = after(
    { type: 'added', uploads: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: `${id}.csv`, size: 10 })) },
    { type: 'arrived', id: 'a', uploadId: 'u' },
    { type: 'stored', id: 'b', datasetId: 'd' },
    { type: 'failed', id: 'c', reason: 'Too large.', canRetry: true },
  )
  expect(clearable(whole).map(({ id }) => id)).toEqual(['b', 'c'])
  expect(clearable(afterReload(whole)).map(({ id }) => id)).toEqual(['b', 'c', 'd'])
  const item = { id: 'u', filename: 'a.csv', offset: 10, length: 10, held: true, dataset: 'd', expires_at: '' }
  expect(settledElsewhere(whole, [item])).toEqual([])
  expect(settledElsewhere(whole, [{ ...item, id: 'other' }]).map(({ id }) => id)).toEqual(['a'])
})

test('what a person has decided about the same bytes holds', () => {
  const stored = after(added, { type: 'stored', id: 'a', datasetId: 'd' }, { type: 'decided', id: 'a' })
  expect(afterReload(stored)).toMatchObject([{ id: 'a', isDecided: true }])
})
