import { useEffect } from 'react'
import { createStore } from '../ui/create-store.ts'

/** The title of the page in view; the shell reads it out when the address changes. */
export const pageTitle = createStore('')

/** Names the browser tab: `title · datalens`. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · datalens`
    pageTitle.set(title)
  }, [title])
}
