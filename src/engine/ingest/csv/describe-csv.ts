import type { FoundFormat } from '../../../shared/receipt.ts'
import { blankFormat, type Evidence, evidence } from '../found-format.ts'
import type { RecordLedger } from './record-ledger.ts'
import type { SniffedCsv } from './sniff-csv.ts'

const delimiterNames: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
  ':': 'colon',
  ' ': 'blank',
  '^': 'caret',
  '~': 'tilde',
  ', ': 'comma and blank',
  '; ': 'semicolon and blank',
  '||': 'two vertical bars',
}

const lineEndNames: Record<string, string> = { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR' }

/** What the receipt says of the form of a text file, and the evidence for each guess. */
export function describeCsv(
  { encoding, dialect, table, tables, lineEnd }: SniffedCsv,
  ledger: RecordLedger,
): FoundFormat {
  const { delimiter, quote, comment } = dialect.dialect
  const isSingleColumn = delimiter === '\x1f' && table.width === 1
  return {
    ...blankFormat,
    type: delimiter === '\t' ? 'tsv' : 'csv',
    encoding: encoding.encoding,
    bom: encoding.bomLength > 0,
    delimiter: isSingleColumn ? null : delimiter,
    quote,
    escape: dialect.dialect.escape,
    line_end: lineEnd,
    comment,
    header_rows: table.headerRecords,
    skipped_rows: table.preambleLines,
    evidence: [
      evidence('encoding', encoding.encoding, encoding.because, encoding.runnerUp ?? null, encoding.margin ?? null),
      evidence(
        'delimiter',
        isSingleColumn ? 'none' : nameOf(delimiter),
        isSingleColumn
          ? 'No delimiter divides the lines evenly.'
          : `It divides the records into ${table.width} columns most evenly.`,
        dialect.runnerUp && nameOf(dialect.runnerUp.dialect.delimiter),
        dialect.runnerUp && dialect.score - dialect.runnerUp.score,
      ),
      ...quoteEvidence(dialect),
      evidence('line end', lineEndNames[lineEnd] ?? 'mixed', lineEndBecause(lineEnd)),
      evidence('header', headerPlace(table), table.headerBecause),
      ...surroundings(table, ledger, comment),
      ...tableEvidence(tables.length, table),
    ],
  }
}

function quoteEvidence({ dialect, quoteRunnerUp }: SniffedCsv['dialect']): Evidence[] {
  const { quote, escape: mark } = dialect
  if (quote === null) return [evidence('quote', 'none', 'A person has said so.')]
  const escaped = mark === null ? '' : mark === quote ? ', doubled within' : `, after ${mark} within`
  const because = quoteRunnerUp
    ? 'With it the records are most even and the values cleanest.'
    : 'No other quote is used.'
  const runnerUp = quoteRunnerUp ? `${quoteRunnerUp.quote} (${quoteRunnerUp.escape} before it within)` : null
  return [evidence('quote', `${quote}${escaped}`, because, runnerUp)]
}

function lineEndBecause(lineEnd: SniffedCsv['lineEnd']): string {
  return lineEnd === 'mixed' ? 'Lines end with different marks; each of them ends a line.' : 'All lines end so.'
}

function surroundings(table: SniffedCsv['table'], ledger: RecordLedger, comment: string | null): Evidence[] {
  const found: Evidence[] = []
  const lines = (count: number) => `${count.toLocaleString('en-US')} line${count === 1 ? '' : 's'}`
  if (table.preambleLines > 0) {
    found.push(evidence('preamble', lines(table.preambleLines), 'They stand above the first record of the table.'))
  }
  if (ledger.unitsLines > 0)
    found.push(evidence('units', 'one row', 'It holds units under the names of columns of numbers.'))
  if (comment !== null) found.push(evidence('comment', comment, 'Lines that begin so are not as wide as the table.'))
  if (ledger.footerLines > 0) {
    const because =
      table.endLine === null
        ? 'They stand below the last row and do not fit the columns.'
        : `Another table begins below, on line ${table.endLine}.`
    found.push(evidence('footer', lines(ledger.footerLines), because))
  }
  return found
}

function tableEvidence(
  count: number,
  { hasPageHeaders, extraColumns, areExtraFromRows }: SniffedCsv['table'],
): Evidence[] {
  const found: Evidence[] = []
  if (count > 1) found.push(evidence('table', `one of ${count}`, 'A further header begins another table.'))
  if (hasPageHeaders) found.push(evidence('table', 'all of it', 'The header comes again and again, as on each page.'))
  if (extraColumns > 0) {
    const because = areExtraFromRows
      ? 'At least 5 % of the rows have so many values more.'
      : 'The rows have more values than the header has names.'
    found.push(evidence('extra columns', String(extraColumns), because))
  }
  return found
}

function headerPlace({ headerRecords, preambleLines }: SniffedCsv['table']): string {
  if (headerRecords === 0) return 'none'
  const first = preambleLines + 1
  return headerRecords === 1 ? `line ${first}` : `lines ${first} to ${first + headerRecords - 1}`
}

function nameOf(delimiter: string): string {
  return delimiterNames[delimiter] ?? delimiter
}
