import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Preview, previewSchema } from './table-columns.ts'

/** The first rows of a dataset that is being read, as its events have brought them; afterwards only where there are any. */
export const usePreview = (datasetId: string, isWanted: boolean): Preview | undefined => {
  const { data } = useQuery<unknown>({ queryKey: ['datasets', 'preview', datasetId], queryFn: skipToken })
  return useMemo(() => {
    const parsed = previewSchema.safeParse(data)
    return parsed.success && (isWanted || parsed.data.rows.length > 0) ? parsed.data : undefined
  }, [data, isWanted])
}
