import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { filePreviewSchema } from '../../../shared/dataset-version.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { hasCode } from '../../api/problem.ts'
import { change } from '../../api/request.ts'

/** The first rows of a file as they would be under some options, and how it would be read. */
export type ReadingPreview = z.infer<typeof filePreviewSchema>

/** Asks for the first rows of a version's file as they would be; a server that has much to do is asked again. */
export const readingPreviewQuery = (id: string, version: number, options: ReadingOptions, limit: number) =>
  queryOptions({
    queryKey: ['datasets', 'reading', id, version, options, limit],
    queryFn: ({ signal }) =>
      change('POST', `/datasets/${encodeURIComponent(id)}/reingest/preview`, filePreviewSchema, {
        body: { options, limit },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: (count, error) => count < 5 && hasCode(error, 'busy'),
    retryDelay: 400,
  })
