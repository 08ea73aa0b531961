import { useEffect, useState } from 'react'

const taken = new Map<string, string>()

/**
 * The token after the # of this page's address; undefined when there is none. It is taken out of the address bar at once,
 * so that it stays neither on the screen nor in the history, and kept until the page is left or reloaded.
 */
export function useFragmentToken(): string | undefined {
  const [token, setToken] = useState(takeFragmentToken)
  useEffect(() => {
    const takeNext = () => setToken(takeFragmentToken())
    window.addEventListener('hashchange', takeNext)
    return () => window.removeEventListener('hashchange', takeNext)
  }, [])
  return token
}

function takeFragmentToken(): string | undefined {
  const { hash, pathname, search } = window.location
  if (hash.length > 1) {
    taken.set(pathname, decodeURIComponent(hash.slice(1)))
    window.history.replaceState(window.history.state, '', pathname + search)
  }
  return taken.get(pathname)
}

/** Forgets a token that has done its work. */
export function forgetFragmentToken(): void {
  taken.delete(window.location.pathname)
}
