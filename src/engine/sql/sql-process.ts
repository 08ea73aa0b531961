import { writeFile } from 'node:fs/promises'
import { doInProcess } from '../run-in-process.ts'
import { runSql } from './run-sql.ts'
import type { SqlAnswer, SqlOutcome, SqlTask, WrittenAnswer } from './sql-question.ts'
import { withinBounds } from './within-bounds.ts'

// When the machine runs out of memory, this process is the first to go.
writeFile('/proc/self/oom_score_adj', '1000').catch(() => {})

doInProcess<SqlTask, SqlOutcome<SqlAnswer | WrittenAnswer>>((task) => withinBounds(task, runSql(task)))
