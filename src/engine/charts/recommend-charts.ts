import type { RecommendedChart } from '../../shared/charts.ts'
import type { Profile } from '../../shared/profile.ts'
import { chartCandidates } from './chart-candidates.ts'
import { chartScore, recommendation as limits } from './chart-score.ts'

/** What recommending charts takes of a profile. */
export type RecommendedFrom = Pick<Profile, 'row_count' | 'columns' | 'correlations' | 'insights'>

/**
 * The charts of a table that are worth looking at first, the best first, from its profile alone. Each further chart of a
 * mark or a column counts less, so that they differ from each other. The same profile gives the same charts.
 */
export function recommendCharts(profile: RecommendedFrom): RecommendedChart[] {
  const open = chartCandidates(profile).map((candidate) => ({ ...candidate, score: chartScore(candidate) }))
  const uses = new Map<string, number>()
  const usesOf = (key: string) => uses.get(key) ?? 0
  const chosen: RecommendedChart[] = []
  while (chosen.length < limits.most_charts && open.length > 0) {
    const scored = open.map(({ score, spec, columns }) => {
      const again = Math.max(...columns.map((column) => usesOf(`column ${column}`)))
      return score * limits.same_mark ** usesOf(`mark ${spec.mark}`) * limits.same_column ** again
    })
    const best = scored.indexOf(Math.max(...scored))
    const [{ spec, because, columns }] = open.splice(best, 1) as [(typeof open)[number]]
    for (const key of [`mark ${spec.mark}`, ...columns.map((column) => `column ${column}`)]) {
      uses.set(key, usesOf(key) + 1)
    }
    chosen.push({ spec, score: Number((scored[best] as number).toFixed(3)), because })
  }
  return chosen
}
