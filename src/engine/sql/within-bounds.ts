import { stat } from 'node:fs/promises'
import { formatBytes } from '../../shared/format-bytes.ts'
import { tooMuchMemory } from './as-sql-error.ts'
import type { SqlOutcome, SqlTask } from './sql-question.ts'

const lookMs = 20
const nodeMemory = 128 * 2 ** 20

/**
 * Lets work go on as long as this process stays small and the file it writes too. DuckDB's own limit leaves out what one
 * function makes of one block of rows. The answer comes at once; the work goes on until the process is ended.
 */
export async function withinBounds<Answer>(
  { target, limits }: Partial<Pick<SqlTask, 'target'>> & Pick<SqlTask, 'limits'>,
  work: Promise<SqlOutcome<Answer>>,
): Promise<SqlOutcome<Answer>> {
  const { promise, resolve } = Promise.withResolvers<SqlOutcome<Answer>>()
  const refuse = (message: string) => resolve({ error: { message } })
  const look = async () => {
    if (process.memoryUsage.rss() > 2 * limits.memoryLimitBytes + nodeMemory) refuse(tooMuchMemory(limits))
    if (target === undefined) return
    const bytes = await stat(target).then(
      (file) => file.size,
      () => 0,
    )
    if (bytes > limits.maxFileBytes)
      refuse(`This answer is larger than ${formatBytes(limits.maxFileBytes)}. Narrow it.`)
  }
  const timer = setInterval(() => void look(), lookMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearInterval(timer)
  }
}
