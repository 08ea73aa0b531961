type SignInSearch = { to?: string; ended?: true; problem?: string }

/** What the address of a page says to somebody who signs in or registers: where to go afterwards, and why they are here. */
export const parseSignInSearch = (search: Record<string, unknown>): SignInSearch => ({
  ...(typeof search.to === 'string' ? { to: search.to } : {}),
  ...(search.ended ? { ended: true } : {}),
  ...(typeof search.problem === 'string' ? { problem: search.problem } : {}),
})
