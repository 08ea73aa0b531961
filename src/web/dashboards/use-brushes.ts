import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Brush } from '../charts/scene/brush.ts'
import { type Brushes, parseBrushes } from './parse-brushes.ts'

const noBrushes: Brushes = {}
const restMs = 300

/** What is brushed, kept in the address once the hand rests. */
export const useBrushes = () => {
  const search: { brush?: unknown } = useSearch({ strict: false })
  const brush = useMemo(() => parseBrushes(search.brush), [search.brush])
  const navigate = useNavigate()
  const [brushes, setBrushes] = useState(brush)
  const written = useRef(JSON.stringify(brush))

  useEffect(() => {
    const text = JSON.stringify(brush)
    if (text === written.current) return
    written.current = text
    setBrushes(brush)
  }, [brush])

  useEffect(() => {
    const text = JSON.stringify(brushes)
    if (text === written.current) return
    const timer = setTimeout(() => {
      written.current = text
      const search = Object.keys(brushes).length > 0 ? { brush: brushes } : {}
      void navigate({ search: search as never, replace: true })
    }, restMs)
    return () => clearTimeout(timer)
  }, [brushes, navigate])

  const setBrush = useCallback((id: string, next: Brush | null) => {
    setBrushes((now) => {
      const { [id]: before, ...others } = now
      if (JSON.stringify(before ?? null) === JSON.stringify(next)) return now
      return next ? { ...others, [id]: next } : others
    })
  }, [])
  const clear = useCallback(() => setBrushes(noBrushes), [])
  return { brushes, setBrush, clear }
}
