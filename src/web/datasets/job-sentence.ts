import type { DatasetJob, DatasetStatus } from '../../shared/dataset.ts'
import { formatCount, formatDuration } from '../../shared/format-numbers.ts'

type Work = { status: DatasetStatus; job: DatasetJob | null }

const stages: Record<DatasetJob['stage'], string> = {
  receiving: 'Receiving',
  sniffing: 'Looking at the format',
  reading: 'Reading',
  profiling: 'Computing the profile',
}

/** How far the work under way is, from 0 to 1; null while nobody knows. */
export function jobShare({ job }: Work): number | null {
  if (!job || job.bytes_total === null || job.bytes_done === null || job.bytes_total === 0) return null
  return job.stage === 'reading' ? Math.min(1, job.bytes_done / job.bytes_total) : null
}

/** The work under way in a few words: `Reading 62 %, 8 s left`. */
export function jobSentence(work: Work): string {
  const { status, job } = work
  if (!job) return status === 'uploaded' ? 'Stored, waiting to be read' : 'Reading'
  const share = jobShare(work)
  const left =
    job.eta_ms !== null && job.stage === 'reading' ? `${formatDuration(Math.max(1000, job.eta_ms))} left` : null
  const first = share === null ? stages[job.stage] : `${stages[job.stage]} ${Math.round(share * 100)} %`
  return left === null ? first : `${first}, ${left}`
}

/** The same with rows and speed, for the dataset's own page: `Reading, 6,200,000 rows, 410,000 rows/s, 9 s left`. */
export function jobDetail(work: Work): string {
  const { job } = work
  if (!job) return jobSentence(work)
  return [
    stages[job.stage],
    job.rows === null ? null : `${formatCount(job.rows)} rows`,
    job.rows_per_second === null ? null : `${formatCount(Math.round(job.rows_per_second))} rows/s`,
    job.eta_ms === null ? null : `about ${formatDuration(Math.max(1000, job.eta_ms))} left`,
  ]
    .filter(Boolean)
    .join(', ')
}
