import { columnFacts } from '../../shared/column-facts.ts'
import { type ColumnList, columnLists, columnNotes, histogramRuleTexts } from '../../shared/column-lists.ts'
import { type StatisticName, statisticDefinitions } from '../../shared/definitions/statistic-definitions.ts'
import { formatCount, formatShare, formatStatistic } from '../../shared/format-numbers.ts'
import { type Html, html } from '../../shared/html.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { histogramFigure, miniChart, valueBars } from './report-charts.ts'
import { shownLabel, shownName, shownText } from './shown-text.ts'

const longestFact = 60
const smallChart = 70

/** A column as a row that opens to all that is known of it. */
export function columnSection(profile: ColumnProfile): Html {
  const notes = columnNotes(profile)
  return html`<details><summary>${columnRow(profile)}</summary><div class="inside"><div>
${histogramOf(profile)}${topValuesOf(profile)}${lengthsOf(profile)}${columnLists(profile).map((list) => listOf(profile, list))}${notes.map((note) => html`<p class="quiet">${note}</p>`)}
</div><dl class="facts">${columnFacts(profile).map(
    ({ name, shown, exact }) =>
      html`<div><dt>${termOf(name)}</dt><dd${exact !== shown && exact.length <= longestFact && html` title="${shownLabel(exact)}"`}>${factText(name, shown)}</dd></div>`,
  )}</dl></div></details>
`
}

/** The label of a statistic leads to what it means. */
const termOf = (name: StatisticName): Html => html`<a href="#is-${name}">${statisticDefinitions[name].label}</a>`

const ofTheData = new Set<StatisticName>(['min', 'max', 'median', 'mode'])
const factText = (name: StatisticName, shown: string): Html | string =>
  ofTheData.has(name) ? shownName(shown === '""' ? '' : shown, longestFact) : shown

function columnRow(profile: ColumnProfile): Html {
  const { name, sql_type: type, count, null_count: nulls, distinct_count: distinct, alerts } = profile
  const approximate = profile.distinct_is_exact ? '' : '≈ '
  return html`<span class="row"><h3>${shownName(name)}${alerts.length > 0 && html` <span class="quiet">${alerts.map((code) => code.replaceAll('_', ' ')).join(', ')}</span>`}</h3><span class="mono">${type}</span>${miniChart(profile)}<span class="n">${formatShare(count === 0 ? 0 : nulls / count)}</span><span class="n">${distinct === null ? '' : `${approximate}${formatCount(distinct)}`}</span><span class="mono">${valuesOf(profile)}</span></span>`
}

function valuesOf({ kind, min, max, median, top_values: [top], count, null_count: nulls }: ColumnProfile): Html {
  if ((kind === 'numeric' || kind === 'temporal') && min !== null) {
    const middle = typeof median === 'number' ? formatStatistic(median) : median
    return html`${shownText(min)}${middle !== null && html` · ${middle}`} · ${shownText(max)}`
  }
  if (!top || top.count < 2) return html``
  return html`${shownName(String(top.value))} ${formatShare(top.count / (count - nulls))}`
}

function histogramOf(profile: ColumnProfile): Html | false {
  const { name, histogram: bins, null_count: nulls, count, histogram_rule: rule } = profile
  if (bins.length === 0) return false
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const beside = nulls > 0 ? `, ${formatCount(nulls)} null beside (${formatShare(nulls / count)})` : ''
  return histogramFigure({
    title: termOf('histogram'),
    about: clipped(name),
    bins,
    nulls,
    caption: `n = ${formatCount(total)}${beside}${rule ? `; ${histogramRuleTexts[rule]}` : ''}`,
  })
}

function lengthsOf({ name, length_histogram: bins, null_count: nulls }: ColumnProfile): Html | false {
  if (bins.length < 2) return false
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const about = `the lengths of ${clipped(name)}`
  return histogramFigure(
    { title: termOf('length_histogram'), about, bins, nulls, caption: `n = ${formatCount(total)}` },
    smallChart,
  )
}

function topValuesOf(profile: ColumnProfile): Html | false {
  const { top_values: top, distinct_count: distinct } = profile
  if ((top[0]?.count ?? 0) < 2) return false
  const values = profile.count - profile.null_count
  const rest = values - top.reduce((sum, { count }) => sum + count, 0)
  const others = distinct === null ? 'other values' : `${formatCount(distinct - top.length)} other values`
  const rows = top.map(({ value, count }) => ({ label: shownName(String(value)), count }))
  const all = rest > 0 ? [...rows, { label: html`<i>${others}</i>`, count: rest }] : rows
  return html`<h4>${termOf('top_values')}</h4>${valueBars(`Most frequent values of ${clipped(profile.name)}`, all, values)}`
}

function listOf(profile: ColumnProfile, { name, items }: ColumnList): Html {
  const rows = items.map(({ value, beside, count }) => ({
    label: html`${shownName(String(value))}${beside !== undefined && html` <i>beside</i> ${shownName(beside)}`}`,
    count,
  }))
  const about = `${statisticDefinitions[name].label} of ${clipped(profile.name)}`
  return html`<h4>${termOf(name)}</h4>${valueBars(about, rows, profile.count - profile.null_count)}`
}

const clipped = (name: string): string =>
  name.length > longestFact ? `${[...name].slice(0, longestFact).join('')}…` : name
