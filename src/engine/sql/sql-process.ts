import { writeFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { doInProcess } from '../run-in-process.ts'
import { runSql } from './run-sql.ts'
import type { SqlAnswer, SqlOutcome, SqlTask, WrittenAnswer } from './sql-question.ts'
import { withinBounds } from './within-bounds.ts'

// Whoever looks at rows comes first, and when the machine runs out of memory this process is the first to go.
setPriority(constants.priority.PRIORITY_LOW)
writeFile('/proc/self/oom_score_adj', '1000').catch(() => {})

doInProcess<SqlTask, SqlOutcome<SqlAnswer | WrittenAnswer>>((task) => withinBounds(task, runSql(task)))
