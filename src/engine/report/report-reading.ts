import { formatCount, formatCounted } from '../../shared/format-numbers.ts'
import { type Html, html } from '../../shared/html.ts'
import { fileLedger, isBalanced, type LedgerLine, rowLedger } from '../../shared/receipt-ledger.ts'
import type { Report } from '../../shared/report.ts'
import { effectSentence, stepSentence } from '../../shared/step-sentence.ts'
import { shownName, shownSentence, shownText } from './shown-text.ts'

const longestRaw = 160
const mostQuestions = 20
const mostEvidence = 30
const mostSteps = 50

/** How the file was read: its ledger, what it left open, what is not in the table as it stands, and why it was read so. */
export function readingSection({ receipt, rejects }: Report): Html {
  return html`<section aria-labelledby="reading"><h2 id="reading">How the file was read</h2>
${ledger(report(receipt))}
${steps(receipt)}${questions(receipt)}${rejected(rejects)}${evidence(receipt)}</section>
`
}

type Receipt = Report['receipt']

const report = (receipt: Receipt) => ({
  parts: [
    ...(receipt.lines ? [{ title: 'Lines of the file', total: receipt.lines.total, lines: fileLedger(receipt) }] : []),
    { title: 'Rows', total: receipt.rows_loaded + receipt.rows_rejected, lines: rowLedger(receipt) },
  ],
  balance: isBalanced(receipt)
    ? 'It adds up: every row is loaded or set aside.'
    : 'The lines do not add up. Compare with the original.',
})

function ledger({
  parts,
  balance,
}: {
  parts: { title: string; total: number; lines: LedgerLine[] }[]
  balance: string
}): Html {
  return html`<table><caption>${balance}</caption>${parts.map(
    ({ title, total, lines }) =>
      html`<tbody><tr><th scope="rowgroup"><b>${title}</b></th><td class="n"><b>${formatCount(total)}</b></td></tr>${lines.map(
        ({ label, count, note, remark }) =>
          html`<tr><th scope="row">${label}${note && html`<span class="quiet">, ${note}</span>`}${remark && html`<span class="amber">, ${remark}</span>`}</th><td class="n">${formatCount(count)}</td></tr>`,
      )}</tbody>`,
  )}</table>`
}

function steps({ steps: made }: Receipt): Html | false {
  if (!made) return false
  return html`<h3>What was done to it since</h3><p>The table is that of version ${formatCount(made.base_version)} after these steps: ${effectSentence(made, true)}.</p><ol>${made.applied
    .slice(0, mostSteps)
    .map(
      ({ step, ...effect }) =>
        html`<li>${shownText(stepSentence(step))} <span class="quiet">${effectSentence(effect, true)}</span></li>`,
    )}</ol>${made.applied.length > mostSteps && html`<p class="quiet">and ${formatCounted(made.applied.length - mostSteps, 'more step')}</p>`}`
}

function questions({ questions: asked }: Receipt): Html | false {
  if (asked.length === 0) return false
  const more = asked.length - mostQuestions
  return html`<h3>${formatCounted(asked.length, 'question')} that the file leaves open</h3><ul class="list">${asked
    .slice(0, mostQuestions)
    .map(
      ({ text, chosen, alternatives }) =>
        html`<li>${shownSentence(text)}<br><span class="quiet">Read as: ${shownSentence(chosen)}. It could be: ${alternatives.map(({ label }, index) => html`${index > 0 && ', '}${shownSentence(label)}`)}.</span></li>`,
    )}${more > 0 && html`<li class="quiet">and ${formatCounted(more, 'more question')}</li>`}</ul>`
}

function rejected({ total, items }: Report['rejects']): Html | false {
  if (total === 0) return false
  const more = total - items.length
  return html`<h3>Lines that are not in the table as they stand</h3><div class="scroll" tabindex="0" role="region" aria-label="Lines that are not in the table as they stand"><table class="wide"><thead><tr><th scope="col" class="n">Line<th scope="col">What<th scope="col">Why<th scope="col">In the file</thead><tbody>${items.map(
    ({ line_number: line, scope, reason, raw }) =>
      html`<tr><td class="n">${formatCount(line)}<td>${scope === 'row' ? 'rejected' : scope}<td>${shownSentence(reason)}<td class="value">${shownName(raw, longestRaw)}`,
  )}</tbody></table></div>${more > 0 && html`<p class="quiet">and ${formatCounted(more, 'more line')}</p>`}`
}

function evidence({ format, columns }: Receipt): Html | false {
  if (format.evidence.length === 0) return false
  const decided = columns.filter(({ decided_by: by }) => by === 'person').length
  return html`<h3>Why it was read so</h3><table class="wide"><thead><tr><th scope="col">What<th scope="col">Found<th scope="col">Because<th scope="col">Second best</thead><tbody>${format.evidence
    .slice(0, mostEvidence)
    .map(
      ({ what, chosen, because, runner_up: second }) =>
        html`<tr><td>${what.replaceAll('_', ' ')}<td class="value">${shownName(chosen)}<td>${shownSentence(because)}<td class="value">${second === null ? '' : shownName(second)}`,
    )}</tbody></table>${decided > 0 && html`<p>The types of ${formatCounted(decided, 'column')} were decided by a person.</p>`}`
}
