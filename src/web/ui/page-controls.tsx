import { ChevronLeft, ChevronRight } from 'lucide-react'
import { formatCount } from '../../shared/format-numbers.ts'
import { IconButton } from './icon-button.tsx'

/** Under a list of more than one page: what part of it is shown, and the way to the others. */
export function PageControls({
  page,
  pageSize,
  total,
  onPage,
}: {
  page: number
  pageSize: number
  total: number
  onPage: (page: number) => void
}) {
  const first = (page - 1) * pageSize + 1
  const last = Math.min(total, page * pageSize)
  return (
    <nav
      aria-label="Pages of the list"
      className="flex h-10 shrink-0 items-center justify-end gap-1 border-t border-hairline px-4 text-13 text-text-2 wide:px-6"
    >
      <span className="tabular mr-2">
        {formatCount(first)} to {formatCount(last)} of {formatCount(total)}
      </span>
      <IconButton label="Previous page" isDisabled={page <= 1} onPress={() => onPage(page - 1)}>
        <ChevronLeft aria-hidden size={16} />
      </IconButton>
      <IconButton label="Next page" isDisabled={last >= total} onPress={() => onPage(page + 1)}>
        <ChevronRight aria-hidden size={16} />
      </IconButton>
    </nav>
  )
}
