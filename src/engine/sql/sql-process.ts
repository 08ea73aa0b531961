import { writeFile } from 'node:fs/promises'
import { doInProcess } from '../run-in-process.ts'
import { runSteps } from '../steps/run-steps.ts'
import { runSql } from './run-sql.ts'
import type { SqlAnswer, SqlOutcome, SqlTask, StepsTask, WrittenAnswer } from './sql-question.ts'
import { withinBounds } from './within-bounds.ts'

// When the machine runs out of memory, this process is the first to go.
writeFile('/proc/self/oom_score_adj', '1000').catch(() => {})

doInProcess<SqlTask | StepsTask, SqlOutcome<SqlAnswer | WrittenAnswer | string>>((task) =>
  'steps' in task ? withinBounds(task, runSteps(task)) : withinBounds<SqlAnswer | WrittenAnswer>(task, runSql(task)),
)
