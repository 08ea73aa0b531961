import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { parseDatasetSearch } from '../datasets/page/dataset-search.ts'
import { useStore } from '../ui/create-store.ts'
import { type Question, savedQueries } from './query-requests.ts'
import { queryWish } from './query-wish.ts'

const route = getRouteApi('/app/datasets/$id/$tab')
const settleMs = 500
const mostWritten = 20
/** Longer addresses are cut off on their way by some; such a text stays on the page alone. */
const longestInAddress = 4000

/**
 * The question as it is being written. It stands in the address too, so that a reload and another person find it; what an
 * address brings is never run by itself. `given` is the text that the editor is to take over.
 */
export function useDraft(datasetId: string, isInView: boolean) {
  const { sql = '', with: joined, query } = route.useSearch()
  const navigate = route.useNavigate()
  const [draft, setDraft] = useState<Question>({ sql, with: joined ?? {} })
  const [given, setGiven] = useState({ text: sql })
  // Several, because an address may arrive after the text has moved on.
  const written = useRef([keyOf(draft)])
  const open = (question: Question) => {
    setDraft(question)
    setGiven({ text: question.sql })
  }

  const wish = useStore(queryWish)
  useEffect(() => {
    if (wish !== datasetId || !isInView) return
    queryWish.set(undefined)
    setDraft({ sql: '', with: {} })
    setGiven({ text: '' })
  }, [wish, datasetId, isInView])

  const arriving = keyOf({ sql, with: joined ?? {} })
  useEffect(() => {
    if (!isInView || written.current.includes(arriving) || sql === '') return
    written.current = [arriving]
    const question: Question = JSON.parse(arriving)
    setDraft(question)
    setGiven({ text: question.sql })
  }, [arriving, sql, isInView])

  const key = keyOf(draft)
  useEffect(() => {
    if (!isInView || key === written.current.at(-1)) return
    const timer = setTimeout(() => {
      written.current = [...written.current.slice(-mostWritten), key]
      const question: Question = JSON.parse(key)
      const fits = encodeURIComponent(key).length <= longestInAddress
      const next = { sql: fits ? question.sql || undefined : undefined, with: fits ? someOf(question.with) : undefined }
      void navigate({
        to: '.',
        search: (now) => parseDatasetSearch({ ...now, ...next, query: undefined }),
        replace: true,
      })
    }, settleMs)
    return () => clearTimeout(timer)
  }, [key, isInView, navigate])

  const saved = useQuery({ ...savedQueries(datasetId), enabled: query !== undefined && sql === '' })
  const wanted = saved.data?.items.find(({ id }) => id === query)
  const opened = useRef<string>(undefined)
  useEffect(() => {
    if (!wanted || opened.current === wanted.id) return
    opened.current = wanted.id
    setDraft({ sql: wanted.sql, with: wanted.with })
    setGiven({ text: wanted.sql })
  }, [wanted])

  return {
    draft,
    given,
    change: setDraft,
    open,
    isGone: query !== undefined && sql === '' && saved.isSuccess && !wanted,
  }
}

const keyOf = (question: Question) => JSON.stringify(question)

const someOf = (joined: Record<string, string>) => (Object.keys(joined).length > 0 ? joined : undefined)
