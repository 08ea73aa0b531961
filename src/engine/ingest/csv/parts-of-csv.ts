import type { FilePart } from '../loaded-table.ts'
import type { SniffedCsv } from './sniff-csv.ts'

/** The tables of a text file, each with its lines; how many rows a table that was not loaded has is what the sample shows. */
export function partsOf({ table, tables }: SniffedCsv, rowCount: number): FilePart[] {
  return tables.map(({ firstLine, endLine, width, rows, name }, index) => {
    const isLoaded = firstLine > table.preambleLines && (tables[index - 1]?.firstLine ?? 0) <= table.preambleLines
    return {
      index,
      name,
      kind: 'block',
      range: `lines ${firstLine} to ${endLine === null ? 'the end' : endLine - 1}`,
      rowCount: isLoaded ? rowCount : rows,
      columnCount: isLoaded ? table.width : width,
      isHidden: false,
    }
  })
}
