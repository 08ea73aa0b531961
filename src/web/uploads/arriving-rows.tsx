import { useQuery } from '@tanstack/react-query'
import { filePreviewSchema } from '../../shared/dataset-version.ts'
import { hasCode } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { ComparedRows } from '../datasets/page/compared-rows.tsx'

const shownRows = 4

/** The first rows of a file while the rest of it is on its way; nothing for a file that is read when it is whole. */
export function ArrivingRows({ uploadId, name }: { uploadId: string; name: string }) {
  const { data } = useQuery({
    queryKey: ['datasets', 'arriving', uploadId],
    queryFn: ({ signal }) =>
      change('POST', `/uploads/${uploadId}/preview`, filePreviewSchema, { body: { limit: shownRows }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (count, error) => count < 20 && hasCode(error, 'conflict', 'busy'),
    retryDelay: 300,
  })
  if (!data || data.rows.length === 0) return null
  return (
    <div className="pt-1.5">
      <p className="pb-1 text-12 text-text-2">First rows</p>
      <ComparedRows label={`First rows of ${name}`} shown={data} />
    </div>
  )
}
