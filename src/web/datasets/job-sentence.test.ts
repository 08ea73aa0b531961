import { expect, test } from 'vitest'
import type { DatasetJob } from '../../shared/dataset.ts'
import { jobDetail, jobSentence, jobShare } from './job-sentence.ts'

const reading: DatasetJob = {
  kind: 'ingest',
  version: 1,
  stage: 'reading',
  bytes_done: 62,
  bytes_total: 100,
  rows: 6_200_000,
  rows_per_second: 410_000.4,
  eta_ms: 9000,
}
const work = (change: Partial<DatasetJob> = {}) => ({ status: 'processing' as const, job: { ...reading, ...change } })

test('says how far the reading is', () => {
  expect(jobSentence(work())).toBe('Reading 62 %, 9 s left')
  expect(jobDetail(work())).toBe('Reading, 6,200,000 rows, 410,000 rows/s, about 9 s left')
  expect(jobShare(work())).toBe(0.62)
})

test('never promises less than a second, and never more than is known', () => {
  expect(jobSentence(work({ eta_ms: 10 }))).toBe('Reading 62 %, 1 s left')
  expect(jobSentence(work({ eta_ms: null, bytes_total: null }))).toBe('Reading')
  expect(jobDetail(work({ rows: null, rows_per_second: null, eta_ms: null }))).toBe('Reading')
})

test('stages without a measure have no share', () => {
  expect(jobSentence(work({ stage: 'sniffing', eta_ms: null }))).toBe('Looking at the format')
  expect(jobSentence(work({ stage: 'profiling' }))).toBe('Computing the profile')
  expect(jobShare(work({ stage: 'profiling' }))).toBeNull()
  expect(jobShare(work({ bytes_total: 0, bytes_done: 0 }))).toBeNull()
})

test('without a job the state speaks', () => {
  expect(jobSentence({ status: 'uploaded', job: null })).toBe('Stored, waiting to be read')
  expect(jobSentence({ status: 'processing', job: null })).toBe('Reading')
})
