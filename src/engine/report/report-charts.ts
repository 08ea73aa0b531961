import { binText } from '../../shared/bound-text.ts'
import { columnShape } from '../../shared/column-shape.ts'
import { formatCount, formatShare } from '../../shared/format-numbers.ts'
import { type HistogramBar, histogramBars } from '../../shared/histogram-bars.ts'
import { histogramSummary } from '../../shared/histogram-summary.ts'
import { type Html, html } from '../../shared/html.ts'
import type { Bin, ColumnProfile } from '../../shared/profile.ts'
import { shownLabel, shownText } from './shown-text.ts'

const width = 480
const axisHeight = 18

/** A histogram with the bounds it spans, one sentence for those who do not see it, and its numbers as a table. */
export function histogramFigure(
  { title, about, bins, nulls, caption }: { title: Html; about: string; bins: Bin[]; nulls: number; caption: string },
  height = 110,
): Html {
  const bars = histogramBars(bins, width, height)
  if (bars.length === 0) return html``
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const [first, last] = [bins[0] as Bin, bins.at(-1) as Bin]
  return html`<figure><h4>${title}</h4>
<svg role="img" aria-label="${shownLabel(histogramSummary(about, bins, nulls))}" viewBox="0 0 ${width} ${height + axisHeight}"><path class="b" shape-rendering="crispEdges" d="${pathOf(bars, height)}"/><path class="a" d="M0 ${height}h${width}v1h-${width}z"/><text x="0" y="${height + 14}">${boundOf(first.lower)}</text>${last.upper !== first.lower && html`<text x="${width}" y="${height + 14}" text-anchor="end">${boundOf(last.upper)}</text>`}</svg>
<figcaption>${caption}</figcaption>
<details><summary>The chart as a table</summary>${countTable(
    about,
    bins.map((bin, index) => ({ label: html`${binText(bin, index === bins.length - 1)}`, count: bin.count })),
    total,
  )}</details></figure>`
}

const mini = { width: 96, height: 20 }

/** A column at a glance: its histogram, or the shares of its most frequent values side by side; what it opens to says the same. */
export function miniChart(profile: ColumnProfile): Html {
  const path = miniPath(profile)
  if (path === '') return html`<span></span>`
  return html`<svg aria-hidden="true" viewBox="0 0 ${mini.width} ${mini.height}" preserveAspectRatio="none"><path class="b" d="${path}"/></svg>`
}

function miniPath(profile: ColumnProfile): string {
  const shape = columnShape(profile)
  if (shape.form === 'words') return ''
  if (shape.form === 'histogram') return pathOf(histogramBars(profile.histogram, mini.width, mini.height), mini.height)
  let left = 0
  return shape.values
    .map(({ count }) => {
      const width = (mini.width * count) / shape.total
      const piece = `M${left.toFixed(1)} 6h${Math.max(0.5, width - 1).toFixed(1)}v8H${left.toFixed(1)}z`
      left += width
      return piece
    })
    .join('')
}

function pathOf(bars: HistogramBar[], height: number): string {
  return bars
    .filter((bar) => bar.height > 0)
    .map((bar) => `M${bar.left} ${height - bar.height}h${bar.width}v${bar.height}h-${bar.width}z`)
    .join('')
}

const boundOf = (bound: Bin['lower']): string => binText({ lower: bound, upper: bound, count: 0 }, true)

/** Values with their rows and shares as a table. */
export function countTable(about: string, rows: { label: Html; count: number }[], total: number): Html {
  return html`<table class="wide"><caption>${shownText(about)}</caption><thead><tr><th scope="col">Value<th scope="col" class="n">Rows<th scope="col" class="n">Share</thead><tbody>${rows.map(
    ({ label, count }) =>
      html`<tr><td class="value">${label}<td class="n">${formatCount(count)}<td class="n">${shareOf(count, total)}`,
  )}</tbody></table>`
}

/** Values with their rows and shares, each with a bar that begins at zero. */
export function valueBars(about: string, rows: { label: Html; count: number }[], total: number): Html {
  const largest = Math.max(1, ...rows.map(({ count }) => count))
  return html`<table class="wide bars"><caption>${shownText(about)}</caption><thead><tr><th scope="col">Value<th scope="col" class="n">Rows<th scope="col" class="n">Share<td></thead><tbody>${rows.map(
    ({ label, count }) =>
      html`<tr><td class="value">${label}<td class="n">${formatCount(count)}<td class="n">${shareOf(count, total)}<td class="bar"><svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none"><path class="b" d="M0 0h${((100 * count) / largest).toFixed(1)}v10H0z"/></svg>`,
  )}</tbody></table>`
}

const shareOf = (count: number, total: number): string => formatShare(total === 0 ? 0 : count / total)
