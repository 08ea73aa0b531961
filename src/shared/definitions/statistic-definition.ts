import type { SqlSubject } from './sql-subject.ts'

/**
 * What a statistic says (`meaning`), how it is computed (`formula`, over the n values that are not null unless it says
 * otherwise) and the SQL that gives the same from the table `data`, where SQL can.
 */
export type StatisticDefinition = {
  label: string
  meaning: string
  formula: string
  sql: ((subject: SqlSubject) => string) | undefined
}

/** SQL that aggregates every row of the table. */
export const overAll = (expression: (subject: SqlSubject) => string) => (subject: SqlSubject) =>
  `SELECT ${expression(subject)} FROM data`

/** SQL that aggregates the rows that statistics rest on: without infinities and NaN. */
export const overFinite = (expression: (subject: SqlSubject) => string) => (subject: SqlSubject) =>
  `SELECT ${expression(subject)} FROM ${subject.finite}`
