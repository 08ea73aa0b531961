import { useEffect, useRef, useState } from 'react'
import { SearchField } from '../../ui/search-field.tsx'

const searchPause = 300

/** The field that searches all text columns, a moment after the last key. */
export function QuickSearch({
  q,
  onSearch,
  inputRef,
}: {
  q: string
  onSearch: (q: string) => void
  inputRef: React.Ref<HTMLInputElement>
}) {
  const [typed, setTyped] = useState(q)
  const sent = useRef(q)
  const latest = useRef(onSearch)
  latest.current = onSearch
  useEffect(() => {
    if (q === sent.current) return
    sent.current = q
    setTyped(q)
  }, [q])
  useEffect(() => {
    if (typed === sent.current) return
    const timer = setTimeout(() => {
      sent.current = typed
      latest.current(typed)
    }, searchPause)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <SearchField
      label="Search the rows"
      placeholder="Search"
      keys="/"
      value={typed}
      onChange={setTyped}
      inputRef={inputRef}
      className="w-32 wide:w-56"
    />
  )
}
