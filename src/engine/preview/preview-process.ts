import { writeFile } from 'node:fs/promises'
import { UnreadableFileError } from '../unreadable-file-error.ts'
import type { PreviewMessage } from './preview-file.ts'
import { type PreviewRequest, previewRows } from './preview-rows.ts'

process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
writeFile('/proc/self/oom_score_adj', '600').catch(() => {})

const send = (message: PreviewMessage) => process.send?.(message)

process.once('message', async (request: PreviewRequest) => {
  try {
    send({ preview: await previewRows(request) })
  } catch (error) {
    if (error instanceof UnreadableFileError) send({ unreadable: { code: error.code, detail: error.detail } })
    else send({ defect: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
