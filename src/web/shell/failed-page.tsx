import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { ServerCrash, Unplug } from 'lucide-react'
import { hasCode, sentenceOf, Unreachable } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { usePageTitle } from './page-title.ts'

/** What a page shows in its place when it failed. What a person may not see looks like what does not exist. */
export function FailedPage({ error }: Pick<ErrorComponentProps, 'error'>) {
  return hasCode(error, 'not_found') ? <NotFoundPage /> : <Failed error={error} />
}

function Failed({ error }: { error: unknown }) {
  const router = useRouter()
  const { reset } = useQueryErrorResetBoundary()
  const unreachable = error instanceof Unreachable
  usePageTitle(unreachable ? 'Not connected' : 'Something failed')
  return (
    <main className="grid min-h-[80dvh] flex-1 place-items-center" role="alert">
      <EmptyState
        level="h1"
        icon={unreachable ? <Unplug aria-hidden size={28} /> : <ServerCrash aria-hidden size={28} />}
        title={unreachable ? 'The server cannot be reached' : 'This page could not be shown'}
        action={
          <Button
            variant="primary"
            onPress={() => {
              reset()
              void router.invalidate()
            }}
          >
            Try again
          </Button>
        }
      >
        {unreachable
          ? 'Your data is safe where it is. Check that DataLens is running and that you are connected.'
          : sentenceOf(error)}
      </EmptyState>
    </main>
  )
}
