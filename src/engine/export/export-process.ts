import { closeSync, openSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { explainFailure } from '../query/explain-failure.ts'
import type { ExportTask, MessageFromExport } from './export-message.ts'
import { exportRows } from './export-sql.ts'
import { openExported } from './open-exported.ts'
import { checkFormat, writeExport } from './write-export.ts'

process.once('message', (task: ExportTask) => void perform(task))
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
writeFile('/proc/self/oom_score_adj', '600').catch(() => {})

const severalThreads: ExportTask['question']['format'][] = ['parquet', 'xlsx', 'arrow']

const tellMs = 200

async function perform({ question, target, ...limits }: ExportTask): Promise<void> {
  try {
    const alsoPaths = [target, ...(question.textsFile === undefined ? [] : [question.textsFile])]
    // Several threads write text to a place in the file each; a pipe has no places, and their blocks would be mixed.
    const threads = severalThreads.includes(question.format) ? limits.threads : 1
    const table = await openExported(question, { ...limits, threads, alsoPaths })
    const rows = await exportRows(table, question)
    checkFormat(rows, question)
    const rowCount = rows.count === undefined ? table.rowCount : Number((await table.query(rows.count)).rows[0]?.[0])
    // Held open from before anybody reads: the reader of a pipe that nobody writes to would be told of its end.
    const held = openSync(target, 'w')
    await send({ rowCount })
    let toldAt = 0
    const onRows = (rowsWritten: number) => {
      if (performance.now() - toldAt < tellMs) return
      toldAt = performance.now()
      void send({ rowsWritten })
    }
    await writeExport(table, rows, question, { target, rowCount, onRows })
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
