import { useEffect, useState } from 'react'
import type { Filter } from '../../../shared/rows.ts'
import { type ColumnSummary, summariesSchema } from '../../../shared/summaries.ts'
import { get } from '../../api/request.ts'

/** Which rows of which version are counted. */
export type CountedRows = { datasetId: string; version: number; filter: Filter | undefined; q: string }

/** What is known of the rows that a filter leaves: the columns counted so far, and how the rest is coming. */
export type CountedColumns = {
  columns: ReadonlyMap<string, ColumnSummary>
  state: 'done' | 'counting' | 'failed'
}

const restWhileScrolling = 80
const untilSaid = 300
const mostColumns = 100
const nothing: ReadonlyMap<string, ColumnSummary> = new Map()

const versionOf = ({ datasetId, version }: CountedRows): string => `${datasetId} ${version}`

const keyOf = ({ datasetId, version, filter, q }: CountedRows): string =>
  JSON.stringify({ datasetId, version, filter, q } satisfies CountedRows)

/**
 * Counts the columns in view over the rows that a filter leaves, each once; undefined while every row is shown. A newer
 * filter ends the question for the one before, whose counts stay until those of the new one are there.
 */
export const useSummaries = (rows: CountedRows | undefined, names: string[]): CountedColumns | undefined => {
  const key = rows && (rows.filter || rows.q) ? keyOf(rows) : undefined
  const of = rows && versionOf(rows)
  const [known, setKnown] = useState({ key, of, columns: nothing, failedFor: '' })
  const isNew = known.key !== key
  const missing = JSON.stringify(
    key === undefined ? [] : names.filter((name) => isNew || !known.columns.has(name)).slice(0, mostColumns),
  )
  const question = `${key} ${missing}`
  const isAsking = missing !== '[]' && known.failedFor !== question
  const [isSlow, setSlow] = useState(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the question says all that is asked
  useEffect(() => {
    if (key === undefined || missing === '[]') return
    const control = new AbortController()
    const { datasetId, version, filter, q }: CountedRows = JSON.parse(key)
    const ask = async () => {
      const query = { version, columns: JSON.parse(missing), filter, q: q || undefined }
      const path = `/datasets/${encodeURIComponent(datasetId)}/summaries`
      const answer = await get(path, summariesSchema, { query, signal: control.signal })
      setKnown((now) => {
        const columns = new Map(now.key === key ? now.columns : nothing)
        for (const column of answer.columns) columns.set(column.name, column)
        return { key, of, columns, failedFor: '' }
      })
    }
    const asking = setTimeout(
      () => ask().catch(() => control.signal.aborted || setKnown((now) => ({ ...now, failedFor: question }))),
      isNew ? 0 : restWhileScrolling,
    )
    const saying = setTimeout(() => setSlow(true), untilSaid)
    return () => {
      control.abort()
      clearTimeout(asking)
      clearTimeout(saying)
      setSlow(false)
    }
  }, [question])

  if (key === undefined) return undefined
  const hasFailed = known.failedFor === question
  return {
    columns: known.of !== of || (hasFailed && isNew) ? nothing : known.columns,
    state: hasFailed ? 'failed' : isAsking && isSlow ? 'counting' : 'done',
  }
}
