import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { QueryAnswer } from '../../shared/queries.ts'
import { askSql, pastQueries, type QueryBounds, type Question } from './query-requests.ts'

/** Where the last question stands; the answer before it stays until there is another. */
export type Run =
  | { state: 'none' | 'running' | 'stopped' }
  | { state: 'failed'; error: unknown; question: Question }
  | { state: 'answered' }

export type Answered = { question: Question; answer: QueryAnswer }

/** Asks one question at a time: another one, and leaving the page, stops it. */
export function useRun(datasetId: string) {
  const client = useQueryClient()
  const [run, setRun] = useState<Run>({ state: 'none' })
  const [answered, setAnswered] = useState<Answered>()
  const under = useRef<AbortController>(undefined)
  useEffect(() => () => under.current?.abort(), [])

  const start = useCallback(
    async (question: Question, bounds: QueryBounds) => {
      under.current?.abort()
      const control = new AbortController()
      under.current = control
      setRun({ state: 'running' })
      try {
        const answer = await askSql(datasetId, { ...question, ...bounds }, control.signal)
        if (under.current !== control) return
        setAnswered({ question, answer })
        setRun({ state: 'answered' })
      } catch (error) {
        if (under.current !== control) return
        setRun(control.signal.aborted ? { state: 'stopped' } : { state: 'failed', error, question })
      } finally {
        if (under.current === control) under.current = undefined
        void client.invalidateQueries({ queryKey: pastQueries(datasetId).queryKey })
      }
    },
    [datasetId, client],
  )
  const stop = useCallback(() => {
    under.current?.abort()
    return under.current !== undefined
  }, [])
  return { run, answered, start, stop }
}
