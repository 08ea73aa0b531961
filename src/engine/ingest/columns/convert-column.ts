import { quoteName, quoteText } from '../../sql-text.ts'
import { isNumber, isTyped, type Reading } from './reading.ts'
import { attemptSql, fitsSql, isStrict, repeatsSql, trimmedSql } from './reading-sql.ts'

/**
 * How one column is read: its reading and the texts that stand for null in it. Where a person has chosen the type
 * (`isForced`), what does not fit is null too. `isUnchecked` takes what converts for what is meant, as a load does that
 * believes a sample: only a measurement of what the check costs says so.
 */
export type ColumnDecision = { reading: Reading; nullTexts: string[]; isForced?: boolean; isUnchecked?: boolean }

/** What a statement says when a text does not fit its column's reading; the number of the column follows. */
export const misfitMark = 'datalens misfit in column '

/**
 * A SELECT of the texts `c0`, `c1`, ... of `from` (or of those from number `first` on), each converted as decided and
 * named as given. A text that does not fit fails the statement.
 */
export function convertedSql(from: string, decisions: ColumnDecision[], names: string[], first = 0): string {
  return selectSql(from, decisions, names, first, {
    fitting: (value) => value,
    misfit: (_text, index, isForced) => (isForced ? 'NULL' : `error('${misfitMark}${index}')`),
    text: (text) => text,
  })
}

/**
 * A FROM clause with the rows of `from` that hold a misfit in one of its texts from number `first` on: the texts that
 * do not fit their reading (null texts among them) under their own names, and null where the text fits.
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

/** The texts, by number of the row (`row`, from 0), that are something in one column: `m0`, `m1`, ...; else null. */
export type Remark = { column: number; reading: Reading; nullTexts: string[]; other?: Reading | undefined }

/**
 * A SELECT of every row of `from` with its number and, for each remark, the text of its column where that does not fit
 * the reading; or, where there is an `other` one, where the two do not give the same value.
 */
export function remarksSql(from: string, remarks: Remark[]): string {
  const attempts = remarks.flatMap(({ column, reading, other }, index) => [
    ...(isTyped(reading) ? [`${attemptSql(reading, `c${column}`)} AS v${index}`] : []),
    ...(other && isTyped(other) ? [`${attemptSql(other, `c${column}`)} AS w${index}`] : []),
  ])
  const columns = remarks.map((remark, index) => `${remarkSql(remark, index)} AS m${index}`)
  const numbered = `(SELECT *, row_number() OVER () - 1 AS row FROM ${from})`
  return `SELECT row, ${columns.join(', ')} FROM (SELECT ${['*', ...attempts].join(', ')} FROM ${numbered})`
}

function remarkSql({ column, reading, nullTexts, other }: Remark, index: number): string {
  const text = `c${column}`
  if (!other) {
    const outcome = { fitting: () => 'CAST(NULL AS VARCHAR)', misfit: () => text, text: () => 'CAST(NULL AS VARCHAR)' }
    return columnSql({ reading, nullTexts }, text, `v${index}`, index, outcome)
  }
  const isValue = `${text} IS NOT NULL AND NOT ${isNullSql(text, nullTexts)}`
  if (!isTyped(reading) || !isTyped(other) || isNumber(reading) !== isNumber(other))
    return `CASE WHEN ${isValue} THEN ${text} END`
  return `CASE WHEN ${isValue} AND v${index} IS DISTINCT FROM w${index} THEN ${text} END`
}

/** SQL that is true of a text that is blank or one of the null texts. */
function isNullSql(text: string, nullTexts: string[]): string {
  return `(${trimmedSql(text)}) IN (${['', ...nullTexts].map(quoteText).join(', ')})`
}

type Outcome = {
  fitting(value: string): string
  misfit(text: string, index: number, isForced: boolean): string
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
  const columns = decisions.map((decision, index) => {
    const column = first + index
    return `${columnSql(decision, `c${column}`, `v${column}`, column, outcome)} AS ${quoteName(names[index] as string)}`
  })
  return `SELECT ${columns.join(', ')} FROM (SELECT ${['*', ...attempts].join(', ')} FROM ${from})`
}

function columnSql(decision: ColumnDecision, text: string, value: string, index: number, outcome: Outcome): string {
  const { reading, nullTexts } = decision
  if (reading.id === 'text') {
    const kept = outcome.text(text)
    return nullTexts.length === 0 ? kept : `CASE WHEN ${isNullSql(text, nullTexts)} THEN NULL ELSE ${kept} END`
  }
  if (reading.id === 'nested') return outcome.fitting(`json_transform(${text}, ${quoteText(reading.structure)})`)
  if (decision.isUnchecked && isTyped(reading)) return outcome.fitting(value)
  const misfit = outcome.misfit(text, index, decision.isForced === true)
  if (reading.id === 'empty') {
    return `CAST(CASE WHEN ${text} IS NULL OR ${isNullSql(text, nullTexts)} THEN NULL ELSE ${misfit} END AS VARCHAR)`
  }
  const isNullText = nullTexts.length === 0 ? '' : `OR ${isNullSql(text, nullTexts)}`
  return `CASE
    WHEN ${text} IS NULL ${isNullText} THEN NULL
    ${isStrict(reading) ? '' : `WHEN ${repeatsSql(reading, text, value)} THEN ${outcome.fitting(value)}`}
    WHEN ${value} IS NOT NULL AND ${fitsSql(reading, `(${trimmedSql(text)})`, value)} THEN ${outcome.fitting(value)}
    WHEN (${trimmedSql(text)}) = '' THEN NULL
    ELSE ${misfit} END`
}
