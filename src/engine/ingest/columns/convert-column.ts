import { quoteText } from '../../sql-text.ts'
import { attemptSql, fitsSql, printSql, type Reading } from './reading.ts'

/** How one column is read: its reading and the texts that stand for null in it. */
export type ColumnDecision = { reading: Reading; nullTexts: string[] }

/** What a statement says when a text does not fit its column's reading; the number of the column follows. */
export const misfitMark = 'datalens misfit in column '

/**
 * SQL of the texts of all columns (`c0`, `c1`, ...) converted, in two steps so that nothing is converted twice:
 * `attempts` belong into the inner SELECT, `values` into the outer. A text that does not fit fails the statement.
 */
export function convertColumns(decisions: ColumnDecision[]): { attempts: string[]; values: string[] } {
  const attempts: string[] = []
  const values = decisions.map(({ reading, nullTexts }, index) => {
    const text = `c${index}`
    if (reading.id === 'text') return text
    const misfit = `error('${misfitMark}${index}')`
    if (reading.id === 'empty') return `CASE WHEN trim(${text}) = '' OR ${text} IS NULL THEN NULL ELSE ${misfit} END`
    const value = `v${index}`
    const trimmed = `trim(${text}, ' \t')`
    const again = attemptSql(reading, trimmed)
    attempts.push(`${attemptSql(reading, text)} AS ${value}`)
    return `CASE
      WHEN ${text} IS NULL THEN NULL
      WHEN ${printSql(reading, value)} = ${text} THEN ${value}
      WHEN ${value} IS NOT NULL AND ${fitsSql(reading, trimmed, value)} THEN ${value}
      WHEN ${trimmed} <> ${text} AND ${again} IS NOT NULL AND ${fitsSql(reading, trimmed, again)} THEN ${again}
      WHEN ${trimmed} = '' ${isNullTextSql(trimmed, nullTexts)} THEN NULL
      ELSE ${misfit} END`
  })
  return { attempts, values }
}

function isNullTextSql(text: string, nullTexts: string[]): string {
  return nullTexts.length === 0 ? '' : `OR ${text} IN (${nullTexts.map(quoteText).join(', ')})`
}
