import { writeFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { doInProcess } from '../run-in-process.ts'
import { runSql } from './run-sql.ts'
import type { SqlAnswer, SqlOutcome, SqlTask, WrittenAnswer } from './sql-question.ts'
import { withinBounds } from './within-bounds.ts'

// Whoever looks at rows comes first; beside a load that takes all cores a query still gets a tenth of them.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
// When the machine runs out of memory, this process is the first to go.
writeFile('/proc/self/oom_score_adj', '1000').catch(() => {})

doInProcess<SqlTask, SqlOutcome<SqlAnswer | WrittenAnswer>>((task) => withinBounds(task, runSql(task)))
