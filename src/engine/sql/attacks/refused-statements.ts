import { refusedChanges } from './refused-changes.ts'
import { refusedReads } from './refused-reads.ts'

/** Statements that are refused before anything of them is bound or run, by what they are after; `$file` is a table file. */
export const refusedStatements: Record<string, string[]> = { ...refusedReads, ...refusedChanges }
