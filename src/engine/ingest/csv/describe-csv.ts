import type { FoundFormat } from '../../../shared/receipt.ts'
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

/** What the receipt says of the form of a text file, and the evidence for each guess. */
export function describeCsv({ encoding, dialect, table, lineEnd }: SniffedCsv): FoundFormat {
  const { delimiter, quote, comment } = dialect.dialect
  const isSingleColumn = delimiter === '\x1f' && table.width === 1
  return {
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
    sheet: null,
    range: null,
    json_path: null,
    compression: null,
    evidence: [
      {
        what: 'encoding',
        chosen: encoding.encoding,
        because: encoding.because,
        runner_up: encoding.runnerUp ?? null,
        margin: rounded(encoding.margin ?? null),
      },
      {
        what: 'delimiter',
        chosen: isSingleColumn ? 'none' : nameOf(delimiter),
        because: isSingleColumn
          ? 'No delimiter divides the lines evenly.'
          : `It divides the records into ${table.width} columns most evenly.`,
        runner_up: dialect.runnerUp && nameOf(dialect.runnerUp.dialect.delimiter),
        margin: rounded(dialect.runnerUp && dialect.score - dialect.runnerUp.score),
      },
      {
        what: 'header',
        chosen: headerPlace(table),
        because: table.headerBecause,
        runner_up: null,
        margin: null,
      },
    ],
  }
}

function rounded(margin: number | null): number | null {
  return margin === null ? null : Math.round(margin * 1000) / 1000
}

function headerPlace({ headerRecords, preambleLines }: SniffedCsv['table']): string {
  if (headerRecords === 0) return 'none'
  const first = preambleLines + 1
  return headerRecords === 1 ? `line ${first}` : `lines ${first} to ${first + headerRecords - 1}`
}

function nameOf(delimiter: string): string {
  return delimiterNames[delimiter] ?? delimiter
}
