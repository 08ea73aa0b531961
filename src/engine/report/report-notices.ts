import { formatCount, formatCounted, formatStatistic } from '../../shared/format-numbers.ts'
import { type Html, html } from '../../shared/html.ts'
import type { Report } from '../../shared/report.ts'
import { shownName, shownText } from './shown-text.ts'

/** What a person should know of the table, warnings first. */
export function alertsSection({ profile: { alerts } }: Report): Html | false {
  if (alerts.length === 0) return false
  return html`<section aria-labelledby="alerts"><h2 id="alerts">${formatCounted(alerts.length, 'alert')}</h2><ul class="list">${alerts.map(
    ({ severity, message, fix }) =>
      html`<li>${severity === 'warning' ? html`<b class="amber">Warning</b>` : html`<span class="quiet">Note</span>`} ${shownText(message)}${fix && html` <span class="quiet">What would mend it: ${shownText(fix.label)}.</span>`}</li>`,
  )}</ul></section>
`
}

/** The facts worth telling, each with the numbers it rests on and the SQL that gives them. */
export function insightsSection({ profile: { insights } }: Report): Html | false {
  if (insights.length === 0) return false
  return html`<section aria-labelledby="insights"><h2 id="insights">Worth knowing</h2><ul class="list">${insights.map(insightLine)}</ul></section>
`
}

const longestSql = 2000

function insightLine({ text, points, sql }: Report['profile']['insights'][number]): Html {
  return html`<li>${shownText(text)}<details class="why"><summary>Numbers and SQL</summary>${
    points.length > 0 &&
    html`<table><caption>What it rests on</caption><thead><tr><th scope="col">What<th scope="col" class="n">Value<th scope="col" class="n">n</thead><tbody>${points.map(
      ({ label, value, n, is_told: isTold }) =>
        html`<tr><td>${isTold ? html`<b>${shownName(label)}</b>` : shownName(label)}<td class="n">${formatStatistic(value)}<td class="n">${formatCount(n)}`,
    )}</tbody></table>`
  }<p><code>${sql.length <= longestSql ? sql : `${sql.slice(0, longestSql)}…`}</code></p></details></li>`
}
