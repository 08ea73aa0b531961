import { formatCount } from '../../shared/format-numbers.ts'
import { type Html, html } from '../../shared/html.ts'
import type { Report } from '../../shared/report.ts'
import { coefficientText } from '../../shared/statistic-text.ts'
import { clusterOrder } from '../statistics/cluster-order.ts'
import { shownName } from './shown-text.ts'

type Pair = Report['profile']['correlations'][number]

const mostInMap = 16
const nameInMap = 24

/** The strongest correlations: a map in which what goes together stands together, and the pairs with their numbers. */
export function correlationsSection({ profile: { correlations: pairs } }: Report): Html | false {
  if (pairs.length === 0) return false
  return html`<section aria-labelledby="correlations"><h2 id="correlations">Correlations</h2>
<p class="quiet">The strongest of Pearson’s correlations between numeric columns, from −1 over 0 to 1. A cell without a number is weaker than those listed.</p>
${heatMap(pairs)}
<table><caption>The strongest pairs</caption><thead><tr><th scope="col">Column<th scope="col">Column<th scope="col" class="n">r<th scope="col" class="n">n</thead><tbody>${pairs.map(
    ({ x, y, value, n }) =>
      html`<tr><td>${shownName(x)}<td>${shownName(y)}<td class="n">${coefficientText(value)}<td class="n">${formatCount(n)}`,
  )}</tbody></table></section>
`
}

function heatMap(pairs: Pair[]): Html | false {
  const names = [...new Set(pairs.flatMap(({ x, y }) => [x, y]))].slice(0, mostInMap)
  if (names.length < 3) return false
  const between = (a: string, b: string) =>
    pairs.find(({ x, y }) => (x === a && y === b) || (x === b && y === a))?.value ?? null
  const ordered = clusterOrder(names.map((a) => names.map((b) => (a === b ? 1 : between(a, b))))).map(
    (at) => names[at] as string,
  )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Correlations as a map"><table class="heat"><caption>Columns that go together stand together</caption><thead><tr><td></td>${ordered.map(
    (name) => html`<th scope="col">${shownName(name, nameInMap)}`,
  )}</thead><tbody>${ordered.map(
    (row) =>
      html`<tr><th scope="row">${shownName(row, nameInMap)}${ordered.map((column) => cell(row === column ? undefined : between(row, column)))}`,
  )}</tbody></table></div>`
}

function cell(value: number | null | undefined): Html {
  if (value === undefined) return html`<td>–`
  if (value === null) return html`<td>`
  const tint = Math.ceil(Math.abs(value) * 10)
  return html`<td class="h${value < 0 ? 2 : 1}${Math.max(1, tint)}">${coefficientText(value)}`
}
