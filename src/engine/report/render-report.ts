import { formatBytes } from '../../shared/format-bytes.ts'
import { formatFacts } from '../../shared/format-facts.ts'
import { formatCount, formatCounted, formatShare } from '../../shared/format-numbers.ts'
import { Html, html } from '../../shared/html.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import type { Report } from '../../shared/report.ts'
import { tableFacts } from '../../shared/table-facts.ts'
import { columnSection } from './report-column.ts'
import { correlationsSection } from './report-correlations.ts'
import { definitionsSection } from './report-definitions.ts'
import { alertsSection, insightsSection } from './report-notices.ts'
import { readingSection } from './report-reading.ts'
import { reportPolicy, reportStyle } from './report-style.ts'
import { shownLabel, shownName, shownText } from './shown-text.ts'

/** As it is, since the policy names its hash. */
const style = new Html(`<style>${reportStyle}</style>`)
const mostBytes = 960_000
const bytesOfList = 150_000

/**
 * A report as one page of HTML that needs nothing else: no script, no network. It stays below 1 MB: of a very wide table
 * the first columns stand in full, the others in a list, and it says so.
 */
export function renderReport(report: Report): string {
  const { columns } = report.profile
  const [insights, alerts] = [insightsSection(report), alertsSection(report)]
  const [correlations, reading] = [correlationsSection(report), readingSection(report)]
  const definitions = definitionsSection(report)
  const others = html`${style}${insights}${alerts}${correlations}${reading}${definitions}`
  const sections = columnsInFull(columns, mostBytes - bytesOf(others))
  const parts: [id: string, label: string, section: Html | false][] = [
    ['insights', 'Worth knowing', insights],
    ['alerts', 'Alerts', alerts],
    ['columns', 'Columns', columnsSection(sections, columns.slice(sections.length))],
    ['correlations', 'Correlations', correlations],
    ['reading', 'How the file was read', reading],
    ['method', 'What the numbers mean', definitions],
  ]
  const shown = parts.filter(([, , section]) => section !== false)
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${reportPolicy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${shownLabel(report.title, longestTitle)} – profile</title>${style}</head><body>
<header><h1>${shownName(report.title, longestTitle)}</h1><p>${shownText(tableFacts(report.profile).join(' · '))}</p>${source(report)}
<nav aria-label="Contents"><ul>${shown.map(([id, label]) => html`<li><a href="#${id}">${label}</a></li>`)}</ul></nav></header>
<main>
${shown.map(([, , section]) => section)}</main>
</body></html>
`.markup
}

const longestTitle = 200

function source({ file_name: name, version, made_at: at, made_by: by, receipt, profile }: Report): Html {
  const lines: [string, Html | string | false][] = [
    ['File', html`${shownName(name, longestTitle)}, ${formatBytes(receipt.bytes)}`],
    ['SHA-256', html`<span class="mono">${receipt.sha256}</span>`],
    ['Format', shownText(formatFacts(receipt).join(', '))],
    ['Version', version !== null && formatCount(version)],
    ['Profiled', html`<time datetime="${profile.computed_at}">${momentText(profile.computed_at)}</time>`],
    ['Report', html`<time datetime="${at}">${momentText(at)}</time> by ${by}`],
  ]
  return html`<dl class="source">${lines.map(([label, text]) => text !== false && html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>`
}

const momentText = (moment: string): string => `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`

/** All columns where `bytes` have room for them; otherwise as many, from the first, as leave room for a list of the others. */
function columnsInFull(columns: ColumnProfile[], bytes: number): Html[] {
  const sections: Html[] = []
  let taken = 0
  let withList = 0
  for (const column of columns) {
    const section = columnSection(column)
    taken += bytesOf(section)
    if (taken > bytes) return sections.slice(0, withList)
    sections.push(section)
    if (taken <= bytes - bytesOfList) withList = sections.length
  }
  return sections
}

const bytesOf = ({ markup }: Html): number => Buffer.byteLength(markup)

function columnsSection(sections: Html[], rest: ColumnProfile[]): Html {
  return html`<section aria-labelledby="columns"><h2 id="columns">Columns</h2>
<p class="quiet">Each row opens to all that is known of its column.${rest.length > 0 && ` The first ${formatCount(sections.length)} columns stand in full, so that this page stays small; the other ${formatCount(rest.length)} follow as a list.`}</p>
<div class="row head" aria-hidden="true"><span>Column</span><span>Type</span><span>Distribution</span><span class="n">Null</span><span class="n">Distinct</span><span>Min · median · max, or top value</span></div>
<div class="columns">${sections}</div>${rest.length > 0 && listOf(rest)}</section>
`
}

function listOf(columns: ColumnProfile[]): Html {
  const lines: Html[] = []
  let bytes = 0
  for (const { name, sql_type: type, count, null_count: nulls, distinct_count: distinct } of columns) {
    const line = html`<tr><td>${shownName(name, 40)}<td>${type.slice(0, 20)}<td class="n">${formatShare(count === 0 ? 0 : nulls / count)}<td class="n">${distinct === null ? '' : formatCount(distinct)}`
    bytes += bytesOf(line)
    if (bytes > bytesOfList) break
    lines.push(line)
  }
  const more = columns.length - lines.length
  return html`<table><caption>Further columns</caption><thead><tr><th scope="col">Column<th scope="col">Type<th scope="col" class="n">Null<th scope="col" class="n">Distinct</thead><tbody>${lines}</tbody></table>${more > 0 && html`<p class="quiet">and ${formatCounted(more, 'more column')}, which the JSON of this report has.</p>`}`
}
