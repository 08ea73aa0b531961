import { formatDuration } from '../../shared/format-numbers.ts'
import { problemCodes } from '../../shared/problem.ts'
import { ApiProblem } from '../api/problem.ts'

/** How much earlier than the server the page gives up. */
const leadMs = 250

/**
 * Gives work up after the time that the server has for it too, a little before the server does: Chrome takes its answer,
 * a 408 on a connection that was used before, for one of a stale connection, and asks again and again by itself
 * (net/http/http_network_transaction.cc). Closing the connection ends the query.
 */
export async function withinTime<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const outOfTime = new AbortController()
  const timer = setTimeout(() => outOfTime.abort(), milliseconds - leadMs)
  try {
    return await work(AbortSignal.any(signal ? [signal, outOfTime.signal] : [outOfTime.signal]))
  } catch (error) {
    if (!outOfTime.signal.aborted || signal?.aborted) throw error
    throw new ApiProblem({
      ...problemCodes.query_timeout,
      type: 'about:blank',
      code: 'query_timeout',
      detail: `Stopped after ${formatDuration(milliseconds)}. Narrow the query, or give it more time.`,
    })
  } finally {
    clearTimeout(timer)
  }
}
