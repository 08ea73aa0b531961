import { quoteName, quoteText } from '../../sql-text.ts'
import { attemptSql, fitsSql, printSql, type Reading, trimmedSql } from './reading.ts'

/** How one column is read: its reading and the texts that stand for null in it. */
export type ColumnDecision = { reading: Reading; nullTexts: string[] }

/** What a statement says when a text does not fit its column's reading; the number of the column follows. */
export const misfitMark = 'datalens misfit in column '

/**
 * A SELECT of the texts `c0`, `c1`, ... of `from` (or of those from number `first` on), each converted as decided and
 * named as given. A text that does not fit fails the statement.
 */
export function convertedSql(from: string, decisions: ColumnDecision[], names: string[], first = 0): string {
  return selectSql(from, decisions, names, first, {
    fitting: (value) => value,
    misfit: (_text, index) => `error('${misfitMark}${index}')`,
    text: (text) => text,
  })
}

/**
 * A FROM clause with the rows of `from` that hold a misfit in one of its texts from number `first` on: the texts that do
 * not fit their reading (null texts among them) under their own names, and null where the text fits.
 */
export function misfitsSql(from: string, decisions: ColumnDecision[], first = 0): string {
  const names = decisions.map((_, index) => `c${first + index}`)
  const select = selectSql(from, decisions, names, first, {
    fitting: () => 'CAST(NULL AS VARCHAR)',
    misfit: (text) => text,
    text: () => 'CAST(NULL AS VARCHAR)',
  })
  return `(SELECT * FROM (${select}) WHERE ${names.map((name) => `${name} IS NOT NULL`).join(' OR ')})`
}

type Outcome = {
  fitting(value: string): string
  misfit(text: string, index: number): string
  text(text: string): string
}

/** The conversion is tried in an inner SELECT, so that its value is tested and used without converting twice. */
function selectSql(
  from: string,
  decisions: ColumnDecision[],
  names: string[],
  first: number,
  outcome: Outcome,
): string {
  const attempts = decisions.flatMap(({ reading }, index) =>
    isTyped(reading) ? [`${attemptSql(reading, `c${first + index}`)} AS v${first + index}`] : [],
  )
  const columns = decisions.map(
    (decision, index) => `${columnSql(decision, first + index, outcome)} AS ${quoteName(names[index] as string)}`,
  )
  return `SELECT ${columns.join(', ')} FROM (SELECT ${['*', ...attempts].join(', ')} FROM ${from})`
}

function isTyped(reading: Reading): boolean {
  return !['text', 'empty', 'json', 'nested'].includes(reading.id)
}

function columnSql({ reading, nullTexts }: ColumnDecision, index: number, outcome: Outcome): string {
  const text = `c${index}`
  if (reading.id === 'text') return outcome.text(text)
  if (reading.id === 'json') return outcome.fitting(`CAST(${text} AS JSON)`)
  if (reading.id === 'nested') return outcome.fitting(`json_transform(${text}, ${quoteText(reading.structure)})`)
  const misfit = outcome.misfit(text, index)
  const trimmed = `(${trimmedSql(text)})`
  const isNullText = nullTexts.length === 0 ? '' : `OR ${trimmed} IN (${nullTexts.map(quoteText).join(', ')})`
  if (reading.id === 'empty') {
    return `CAST(CASE WHEN ${text} IS NULL OR ${trimmed} = '' THEN NULL ELSE ${misfit} END AS VARCHAR)`
  }
  const value = `v${index}`
  return `CASE
    WHEN ${text} IS NULL THEN NULL
    WHEN ${printSql(reading, value)} = ${text} THEN ${outcome.fitting(value)}
    WHEN ${value} IS NOT NULL AND ${fitsSql(reading, trimmed, value)} THEN ${outcome.fitting(value)}
    WHEN ${trimmed} = '' ${isNullText} THEN NULL
    ELSE ${misfit} END`
}
