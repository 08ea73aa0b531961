import { closeSync, openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { explainFailure } from '../query/explain-failure.ts'
import { openTable } from '../query/open-table.ts'
import type { ExportTask, MessageFromExport } from './export-message.ts'
import { exportSql } from './export-sql.ts'

process.once('message', (task: ExportTask) => void perform(task))
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
writeFile('/proc/self/oom_score_adj', '600').catch(() => {})

async function perform({ question, target, ...limits }: ExportTask): Promise<void> {
  try {
    const alsoPaths = [target, ...(question.textsFile === undefined ? [] : [question.textsFile])]
    // Several threads write text to a place in the file each; a pipe has no places, and their blocks would be mixed.
    const threads = question.format === 'parquet' ? limits.threads : 1
    const table = await openTable(question.tableFile, { ...limits, threads, alsoPaths })
    const { count, copyTo } = await exportSql(table, question)
    const rowCount = count === undefined ? table.rowCount : Number((await table.query(count)).rows[0]?.[0])
    // Held open from before anybody reads: the reader of a pipe that nobody writes to would be told of its end.
    const held = openSync(target, 'w')
    await send({ rowCount })
    await table.query(copyTo(target))
    await send({ written: true })
    closeSync(held)
  } catch (error) {
    await send({ failure: explainFailure(error) })
    process.exit(1)
  }
}

function send(message: MessageFromExport): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve())
    else resolve()
  })
}
