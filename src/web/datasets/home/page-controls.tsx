import { ChevronLeft, ChevronRight } from 'lucide-react'
import { formatCount } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { homePageSize } from './home-search.ts'

export function PageControls({ page, total, onPage }: { page: number; total: number; onPage: (page: number) => void }) {
  const first = (page - 1) * homePageSize + 1
  const last = Math.min(total, page * homePageSize)
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
