import { useMutation } from '@tanstack/react-query'
import type { Dataset } from '../../../shared/dataset.ts'
import { sentenceOf } from '../../api/problem.ts'
import { tell } from '../../api/request.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { jobDetail, jobShare } from '../job-sentence.ts'

/** Whether there is work under way that a line should tell of. */
export const isAtWork = ({ job, status }: Dataset): boolean =>
  job !== null || status === 'uploaded' || status === 'processing'

/**
 * The work under way on the dataset in one line, with its progress and a way to stop it. It stands where the filters will
 * be, so that nothing moves when they come.
 */
export function StageLine({ dataset }: { dataset: Dataset }) {
  const cancel = useMutation({
    mutationFn: () => tell('POST', `/datasets/${dataset.id}/cancel`),
    onError: (error) => notify({ text: `It goes on. ${sentenceOf(error)}` }),
  })
  return (
    <div className="relative flex min-h-11 shrink-0 items-center gap-3 px-4 py-1 text-12 wide:text-13">
      <span className="min-w-0 flex-1 tabular">{jobDetail(dataset)}</span>
      {dataset.role !== 'viewer' && (
        <Button
          size="small"
          variant="quiet"
          isPending={cancel.isPending}
          isDisabled={cancel.isSuccess}
          onPress={() => cancel.mutate()}
        >
          {cancel.isSuccess ? 'Stopping' : 'Cancel'}
        </Button>
      )}
      <ProgressBar label="Progress" share={jobShare(dataset)} className="absolute inset-x-0 -bottom-0.5 z-10" />
      <span role="status" className="sr-only">
        {stageSentence(dataset)}
      </span>
    </div>
  )
}

const stageSentence = ({ job }: Dataset) => {
  if (!job) return 'Waiting to be read'
  return {
    receiving: 'Receiving the file',
    sniffing: 'Looking at the format',
    reading: 'Reading the rows',
    profiling: 'Computing the profile',
  }[job.stage]
}
