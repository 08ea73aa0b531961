import type { ColumnProfile } from '../../shared/profile.ts'
import { countBelow, countUpTo, type Distribution, valueCount } from './distribution.ts'
import { type NumberLine, numberAt } from './number-line.ts'

/**
 * The values of a box plot (Tukey, 1977) from the places of the quartiles: fences 1.5 interquartile ranges outside
 * them, and how many values lie strictly outside. A fence that no double can hold is null and shuts out nothing.
 */
export async function boxOf(
  distribution: Distribution,
  line: NumberLine,
  [q1, median, q3]: readonly [number, number, number],
): Promise<NonNullable<ColumnProfile['box']>> {
  const lower = q1 - 1.5 * (q3 - q1)
  const upper = q3 + 1.5 * (q3 - q1)
  let outlierCount = 0
  for await (const block of distribution.blocks()) {
    outlierCount += countBelow(block, lower) + valueCount(block) - countUpTo(block, upper)
  }
  return {
    lower_fence: Number.isFinite(lower) ? numberAt(line, lower) : null,
    q1: numberAt(line, q1),
    median: numberAt(line, median),
    q3: numberAt(line, q3),
    upper_fence: Number.isFinite(upper) ? numberAt(line, upper) : null,
    outlier_count: outlierCount,
  }
}
