import { columnShape } from '../../shared/column-shape.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatFacts } from '../../shared/format-facts.ts'
import { formatCount, formatCounted, formatShare, formatStatistic } from '../../shared/format-numbers.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { rowLedger } from '../../shared/receipt-ledger.ts'
import type { Report } from '../../shared/report.ts'
import { shownValue } from '../../shared/shown-value.ts'
import { tableFacts } from '../../shared/table-facts.ts'
import { displayWidth, fitText, padText, wrapText } from './display-width.ts'

/** Sets a piece of text off: `strong` for headings, `quiet` for what is read last, `warning` for what to look at. */
export type Paint = (look: 'strong' | 'quiet' | 'warning', text: string) => string

const narrowest = 40
const gap = '  '
const indent = '  '
const mostRejects = 5

/** A report as text for a terminal of `width` columns: what the table is, a line for each column, what is odd, how it was read. */
export const profileSummary = (report: Report, { width, paint }: { width: number; paint: Paint }): string => {
  const room = Math.max(narrowest, width)
  const sections = [
    headOf(report, room, paint),
    columnsOf(report.profile.columns, room, paint),
    insightsOf(report, room, paint),
    alertsOf(report, room, paint),
    questionsOf(report, room, paint),
    readingOf(report, room, paint),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

const headOf = ({ title, receipt, profile }: Report, width: number, paint: Paint): string[] => [
  paint('strong', fitText(shownValue(title), width)),
  ...wrapText(tableFacts(profile).map(shownValue).join(', '), width),
  ...wrapText([formatBytes(receipt.bytes), ...formatFacts(receipt).map(shownValue)].join(', '), width).map((line) =>
    paint('quiet', line),
  ),
  paint('quiet', fitText(`SHA-256 ${receipt.sha256}`, width)),
]

const titles = ['Column', 'Type', 'Null', 'Distinct', 'Min, median, max or most frequent values']

const columnsOf = (columns: ColumnProfile[], width: number, paint: Paint): string[] => {
  const rows = columns.map((column) => [
    shownValue(column.name),
    column.sql_type,
    column.count === 0 ? '' : formatShare(column.null_count / column.count),
    column.distinct_count === null
      ? ''
      : `${column.distinct_is_exact ? '' : '≈ '}${formatCount(column.distinct_count)}`,
    valuesOf(column),
  ])
  const widest = (place: number, most: number) =>
    rows.reduce(
      (most_, row) => Math.max(most_, Math.min(most, displayWidth(row[place] as string))),
      displayWidth(titles[place] as string),
    )
  const type = widest(1, Math.max(12, Math.floor(width / 6)))
  const [nulls, distinct] = [widest(2, 9), widest(3, 16)]
  const name = widest(0, Math.max(10, Math.floor((width - type - nulls - distinct - 4 * gap.length) / 2)))
  const values = width - name - type - nulls - distinct - 4 * gap.length
  const line = ([first = '', second = '', third = '', fourth = '', fifth = '']: string[]) =>
    [
      padText(fitText(first, name), name),
      padText(fitText(second, type), type),
      padText(third, nulls, 'right'),
      padText(fourth, distinct, 'right'),
      ...(values >= 8 ? [fitText(fifth, values)] : []),
    ]
      .join(gap)
      .trimEnd()
  return [paint('quiet', line(titles)), ...rows.map(line)]
}

const valuesOf = (column: ColumnProfile): string => {
  const { kind, min, median, max, top_values: top, semantic_type: meaning } = column
  if ((kind === 'numeric' || kind === 'temporal') && min !== null) {
    const middle = typeof median === 'number' ? formatStatistic(median) : median
    return (min === max ? [min] : [min, ...(middle === null ? [] : [middle]), max]).map(shownValue).join(' · ')
  }
  const shape = columnShape(column)
  if (shape.form === 'shares') {
    return top.map(({ value, count }) => `${shownValue(value)} ${formatShare(count / shape.total)}`).join(', ')
  }
  if (shape.form === 'histogram') return ''
  return [shape.first, shape.second, meaning?.replaceAll('_', ' ')].filter(Boolean).join(', ')
}

const insightsOf = ({ profile: { insights } }: Report, width: number, paint: Paint): string[] => {
  if (insights.length === 0) return []
  return [paint('strong', 'Worth knowing'), ...insights.flatMap(({ text }) => marked('*', text, width))]
}

const alertsOf = ({ profile: { alerts } }: Report, width: number, paint: Paint): string[] => {
  if (alerts.length === 0) return []
  return [
    paint('strong', formatCounted(alerts.length, 'alert')),
    ...alerts.flatMap(({ severity, message }) =>
      severity === 'warning'
        ? marked('!', message, width).map((line) => paint('warning', line))
        : marked('-', message, width),
    ),
  ]
}

const questionsOf = ({ receipt: { questions } }: Report, width: number, paint: Paint): string[] => {
  if (questions.length === 0) return []
  return [
    paint('strong', formatCounted(questions.length, 'question')),
    ...questions.flatMap(({ text, chosen, alternatives }) => [
      ...marked('?', text, width),
      ...wrapText(
        `Read as: ${shownValue(chosen)}. It could be: ${alternatives.map(({ label }) => shownValue(label)).join(', ')}.`,
        width - indent.length,
      ).map((line) => indent + line),
    ]),
  ]
}

const readingOf = ({ receipt, rejects }: Report, width: number, paint: Paint): string[] => {
  const lines = rowLedger(receipt).map(
    ({ label, count, remark }) => `${formatCounted(count, 'row')} ${label}${remark ? `, ${remark}` : ''}.`,
  )
  const shown = rejects.items.slice(0, mostRejects)
  const more = rejects.total - shown.length
  return [
    paint('strong', 'Reading'),
    ...lines.flatMap((line) => wrapText(line, width)),
    ...shown.flatMap(({ line_number: line, reason }) => marked('-', `Line ${formatCount(line)}: ${reason}`, width)),
    ...(more > 0
      ? [`  and ${formatCounted(more, 'more line')} that ${more === 1 ? 'is' : 'are'} not in the table as it stands`]
      : []),
  ]
}

const marked = (mark: string, sentence: string, width: number): string[] =>
  wrapText(`${mark} ${shownValue(sentence)}`, width, indent)
