/** What a scan of a whole text file counted: lines by what they are, records, and the odd ones among them. */
export type RecordLedger = {
  lines: number
  preambleLines: number
  headerLines: number
  unitsLines: number
  blankLines: number
  commentLines: number
  footerLines: number
  dataLines: number
  rows: number
  shortRows: number
  longRows: number
  /** Rows of the right width that were read otherwise than they stand. */
  oddRows: number
  rejectedRows: number
  longestRecord: number
  /** How many rows have surplus values, by how many columns it would take to hold them. */
  longBy: Map<number, number>
}

/** A ledger in which only the preamble is counted so far. */
export function newLedger(preambleLines: number): RecordLedger {
  return {
    lines: preambleLines,
    preambleLines,
    headerLines: 0,
    unitsLines: 0,
    blankLines: 0,
    commentLines: 0,
    footerLines: 0,
    dataLines: 0,
    rows: 0,
    shortRows: 0,
    longRows: 0,
    oddRows: 0,
    rejectedRows: 0,
    longestRecord: 0,
    longBy: new Map(),
  }
}
