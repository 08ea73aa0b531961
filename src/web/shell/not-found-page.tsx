import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { buttonClass } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { usePageTitle } from './page-title.ts'

export function NotFoundPage() {
  usePageTitle('Not found')
  return (
    <main className="grid min-h-[80dvh] flex-1 place-items-center">
      <EmptyState
        level="h1"
        icon={<SearchX aria-hidden size={28} />}
        title="There is nothing here"
        action={
          <Link to="/" className={buttonClass('primary')}>
            Go to your datasets
          </Link>
        }
      >
        The address may be wrong, the dataset may be gone, or it was never shared with you.
      </EmptyState>
    </main>
  )
}
