import { withBrowserLock } from './browser-lock.ts'

const refreshedKey = 'datalens.refreshed_at'

/**
 * Renews the session cookies, once for all tabs: who waited while another tab did it has nothing left to do. Answers
 * whether there is a session now; throws when the server cannot be reached.
 */
export function refreshSession(failedRequestSentAt: number): Promise<boolean> {
  return withBrowserLock('refresh', undefined, async () => {
    if (Number(localStorage.getItem(refreshedKey)) > failedRequestSentAt) return true
    const answer = await fetch('/api/v1/auth/refresh', { method: 'POST' })
    if (answer.status === 401 || answer.status === 403) return false
    if (!answer.ok) throw new Error(`refresh answered ${answer.status}`)
    localStorage.setItem(refreshedKey, String(Date.now()))
    return true
  })
}
