import { useState } from 'react'
import type { ColumnKind } from '../../../shared/column-kind.ts'
import type { Filter } from '../../../shared/rows.ts'
import { type FilteredVersion, faultOfFilter } from './check-filter.ts'
import { changePart, type Draft, filterOfDraft, gapIn, partAt } from './filter-draft.ts'

/** A filter being written: `apply` asks the server whether it fits, and hands it on or says at which part it does not. */
export const useFilterDraft = <Root extends Draft>({
  first,
  of,
  kindOf,
  onApply,
}: {
  first: () => Root
  of: FilteredVersion
  kindOf: (column: string) => ColumnKind
  onApply: (filter: Filter) => void
}) => {
  const [draft, setDraft] = useState<Root>(first)
  const [fault, setFault] = useState<{ id: number; message: string }>()
  const [isChecking, setChecking] = useState(false)

  const apply = async () => {
    const gap = gapIn(draft, kindOf)
    if (gap) return setFault(gap)
    const { filter, places } = filterOfDraft(draft, kindOf)
    setChecking(true)
    const found = await faultOfFilter(of, filter)
    setChecking(false)
    if (!found) return onApply(filter)
    setFault({ id: partAt(places, found.path) ?? draft.id, message: found.message })
  }

  return {
    draft,
    isChecking,
    apply,
    errorOf: (id: number) => (fault?.id === id ? fault.message : undefined),
    change: (id: number, next: (part: Draft) => Draft | undefined) => {
      setFault(undefined)
      setDraft((now) => (changePart(now, id, next) as Root | undefined) ?? now)
    },
  }
}
