import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { BrushQuestion } from '../../shared/brush.ts'
import { brushQuery } from './dashboard-queries.ts'

/** What the first brush of a chart asks. */
export type FirstBrush = { datasetId: string; version: number; question: BrushQuestion }

const restMs = 1000
const mostMs = 3000

/**
 * Asks what first brushes will ask, chart by chart, once a dashboard has rested a second, so that its first brush moves at
 * once. Where an answer takes three seconds the server has other things to do, and the rest is asked when it is needed.
 */
export const usePreparedBrushes = (brushes: readonly FirstBrush[]): void => {
  const client = useQueryClient()
  const asked = JSON.stringify(brushes)
  useEffect(() => {
    const left = new AbortController()
    const prepare = async () => {
      for (const { datasetId, version, question } of JSON.parse(asked) as FirstBrush[]) {
        const begin = performance.now()
        await client.prefetchQuery(brushQuery(datasetId, version, question))
        if (left.signal.aborted || performance.now() - begin > mostMs) return
      }
    }
    const resting = setTimeout(() => void prepare(), restMs)
    return () => {
      clearTimeout(resting)
      left.abort()
    }
  }, [asked, client])
}
