import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { readingPreviewQuery } from '../page/reading-preview-query.ts'
import { isSameReading } from './decide-option.ts'

const typingMs = 200
const shownRows = 10

/**
 * The first rows under the options that a person is deciding, a moment after the last change. What is shown stays until
 * the answer to the latest change is here; earlier questions are given up. Null options are not asked.
 */
export function useReadingPreview({ id, version }: Dataset, options: ReadingOptions | null) {
  const [asked, setAsked] = useState<ReadingOptions>(options ?? {})
  useEffect(() => {
    if (options === null || isSameReading(options, asked)) return
    const timer = setTimeout(() => setAsked(options), typingMs)
    return () => clearTimeout(timer)
  }, [options, asked])
  const preview = useQuery({
    ...readingPreviewQuery(id, version, asked, shownRows),
    placeholderData: keepPreviousData,
  })
  const isLate = options !== null && !isSameReading(options, asked)
  return {
    preview: preview.data,
    error: isLate ? null : preview.error,
    isPending: isLate || preview.isFetching,
  }
}
