import { writeFile } from 'node:fs/promises'
import { answerBrush } from '../brush/answer-brush.ts'
import { answerChart } from '../charts/answer-chart.ts'
import { answerStatistics } from '../statistics/answer-statistics.ts'
import { answerSteps } from '../steps/answer-steps.ts'
import { answerSummaries } from '../summaries/answer-summaries.ts'
import { answerValues } from '../summaries/answer-values.ts'
import { answerRows } from './answer-rows.ts'
import { explainFailure } from './explain-failure.ts'
import type { Table } from './open-table.ts'
import { createOpenTables } from './open-tables.ts'
import type { MessageFromProcess, MessageToProcess, ProcessSettings, SentQuestion } from './process-message.ts'
import { QueryFailure } from './query-failure.ts'

const settings: ProcessSettings = JSON.parse(process.argv[2] ?? '{}')
const tables = createOpenTables(settings)
let abort: AbortController | undefined
let busy: Promise<unknown> = Promise.resolve()

process.on('message', (message: MessageToProcess) => {
  if (message.type === 'ask') busy = busy.then(() => answer(message.question))
  if (message.type === 'abort') abort?.abort()
  if (message.type === 'forget') busy = busy.then(() => tables.forget(message.tableFile))
})

/** Whoever ends the pool ends this process; a Ctrl-C reaches it too, but questions under way may still be answered. */
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
/** An ordinary exit would wait for DuckDB's threads; there is nothing here to lose. */
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
/** When the machine runs out of memory, Linux is to end this process, not the one that people are connected to. */
writeFile('/proc/self/oom_score_adj', '600').catch(() => {})

async function answer(question: SentQuestion): Promise<void> {
  abort = new AbortController()
  const outOfTime = AbortSignal.timeout(settings.timeoutMs)
  try {
    const signal = AbortSignal.any([abort.signal, outOfTime])
    const table = await tables.open(question.tableFile)
    send({ answer: { text: JSON.stringify(await answerOf(question, table, signal)), rowCount: table.rowCount } })
  } catch (error) {
    send({ failure: outOfTime.aborted ? explainFailure(timeout()) : explainFailure(error) })
  } finally {
    abort = undefined
  }
}

function answerOf(question: SentQuestion, table: Table, signal: AbortSignal): Promise<unknown> {
  if (!('about' in question)) return answerRows(table, question, signal)
  switch (question.about) {
    case 'chart':
      return answerChart(table, question, signal)
    case 'brush':
      return answerBrush(table, question, signal)
    case 'steps':
      return answerSteps(table, question, signal)
    case 'summaries':
      return answerSummaries(table, question, signal)
    case 'values':
      return answerValues(table, question, signal)
    default:
      return answerStatistics(table, question, tables, signal)
  }
}

function timeout(): QueryFailure {
  const seconds = Math.round(settings.timeoutMs / 1000)
  return new QueryFailure('timeout', `Stopped after ${seconds} s. Narrow the filter, or sort by fewer columns.`)
}

function send(message: Pick<MessageFromProcess, never> & ({ answer: unknown } | { failure: unknown })): void {
  process.send?.({ memoryBytes: process.memoryUsage.rss(), ...message })
}
