import type { ColumnMatch } from '../../shared/dataset-version.ts'
import { formatCounted } from '../../shared/format-numbers.ts'

/** How well a new file matches the version in use, in one sentence. */
export function matchSentence(matches: readonly ColumnMatch[]): string {
  const count = (change: ColumnMatch['change']) => matches.filter((match) => match.change === change).length
  const [same, retyped, added, missing] = [count('same'), count('retyped'), count('added'), count('missing')]
  const before = same + retyped + missing
  if (same === matches.length) return `All ${formatCounted(same, 'column')} match by name and type.`
  if (same + retyped === 0) return 'No column has the name of one in use. Is this the right file?'
  const others = [
    retyped > 0 && `${retyped} ${retyped === 1 ? 'has' : 'have'} another type`,
    missing > 0 && `${missing} ${missing === 1 ? 'is' : 'are'} missing`,
    added > 0 && `${added} ${added === 1 ? 'is' : 'are'} new`,
  ]
  return `${same} of ${formatCounted(before, 'column')} match; ${others.filter(Boolean).join(', ')}.`
}
