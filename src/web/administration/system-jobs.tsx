import { useMutation, useQueryClient } from '@tanstack/react-query'
import { formatCount, formatCounted } from '../../shared/format-numbers.ts'
import type { FailedJob, System } from '../../shared/system.ts'
import { sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { Button } from '../ui/button.tsx'
import { notify } from '../ui/notice.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { shortId } from './short-id.ts'
import { SystemSection } from './system-facts.tsx'
import { systemKey } from './system-query.ts'

const kinds: Record<string, string> = { ingest: 'Reading a file', 'send-mail': 'Sending a mail' }

export function SystemJobs({ jobs }: { jobs: System['jobs'] }) {
  const { waiting, running, failed, failures } = jobs
  return (
    <SystemSection title="Jobs">
      <p className="tabular text-13">
        {formatCount(running)} running, {formatCount(waiting)} waiting,{' '}
        <span className={failed > 0 ? 'font-medium text-red' : ''}>{formatCount(failed)} failed</span>
      </p>
      {failures.length > 0 && (
        <ul aria-label="Failed jobs" className="mt-3 border-t border-hairline">
          {failures.map((job) => (
            <Failure key={job.id} job={job} />
          ))}
        </ul>
      )}
      {failed > failures.length && (
        <p className="tabular mt-2 text-12 text-text-2">The latest {formatCount(failures.length)} are listed.</p>
      )}
    </SystemSection>
  )
}

function Failure({ job }: { job: FailedJob }) {
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: () => tell('POST', `/admin/jobs/${job.id}/retry`),
    onSuccess: async () => {
      notify({ text: 'The job waits to be done again.' })
      await client.invalidateQueries({ queryKey: systemKey })
    },
  })
  const name = kinds[job.kind] ?? job.kind
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 border-b border-hairline py-1.5 text-13">
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{name}</span>
          {job.dataset && <span className="text-text-2"> of {job.dataset.owner}</span>}
        </p>
        <p className="tabular text-12 text-text-2">
          {job.code.replaceAll('_', ' ')} after {formatCounted(job.attempts, 'attempt')},{' '}
          <RelativeTime iso={job.failed_at} inSentence />
          {job.dataset && <span className="max-wide:hidden">, dataset {shortId(job.dataset.id)}</span>}
        </p>
        {retry.error && <p className="text-12 text-red">{sentenceOf(retry.error)}</p>}
      </div>
      <Button
        size="small"
        isPending={retry.isPending}
        aria-label={`Try again: ${name}${job.dataset ? ` of ${job.dataset.owner}` : ''}`}
        onPress={() => retry.mutate()}
      >
        Try again
      </Button>
    </li>
  )
}
