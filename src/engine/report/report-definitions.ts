import { columnFacts } from '../../shared/column-facts.ts'
import { columnLists } from '../../shared/column-lists.ts'
import { type StatisticName, statisticDefinitions } from '../../shared/definitions/statistic-definitions.ts'
import { formatCount, formatCounted } from '../../shared/format-numbers.ts'
import { type Html, html } from '../../shared/html.ts'
import type { Report } from '../../shared/report.ts'

/** More columns than a page of less than 1 MB holds in full. */
const mostInFull = 1000

/** What the numbers of the columns mean, and what they rest on. */
export function definitionsSection({ profile }: Report): Html {
  const used = new Set<StatisticName>(
    profile.columns
      .slice(0, mostInFull)
      .flatMap((column) => [
        ...columnFacts(column).map(({ name }) => name),
        ...columnLists(column).map(({ name }) => name),
        ...(column.histogram.length > 0 ? (['histogram'] as const) : []),
        ...(column.length_histogram.length > 1 ? (['length_histogram'] as const) : []),
        ...((column.top_values[0]?.count ?? 0) > 1 ? (['top_values'] as const) : []),
      ]),
  )
  const terms = (Object.keys(statisticDefinitions) as StatisticName[]).filter((name) => used.has(name))
  return html`<section aria-labelledby="method"><h2 id="method">What the numbers mean</h2>
<p>${restsOn(profile)} Nulls take no part in a statistic; an empty text is a value. Infinities and “not a number” are counted and take no part in anything else. n is the number of values, x₁ to xₙ are the values.</p>
${profile.truncated && html`<p>So that the profile stays small, at most ${formatCount(profile.truncated.values)} values and shapes, ${formatCount(profile.truncated.bins)} bins and ${formatCount(profile.truncated.characters)} characters of a text are kept.</p>`}
<dl class="terms">${terms.map((name) => {
    const { label, meaning, formula } = statisticDefinitions[name]
    return html`<dt id="is-${name}">${label}</dt><dd>${meaning} <span class="quiet">${formula}</span></dd>`
  })}</dl></section>
`
}

const restsOn = ({ partial, row_count: rows, engine_version: engine }: Report['profile']): string =>
  partial
    ? `Everything here rests on a sample of ${formatCount(partial.rows)} of ${formatCounted(partial.of, 'row')} (${engine}).`
    : `Everything here is computed from all ${formatCounted(rows, 'row')} and exact, unless it says otherwise (${engine}).`
