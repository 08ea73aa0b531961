import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { cellsOf } from '../cell-reference.ts'
import { readXml } from '../read-xml.ts'
import type { DeclaredTable } from '../workbook.ts'
import type { ZipParts } from '../zip-parts.ts'
import { readRelationships } from './relationships.ts'

const mostTables = 200

/** The tables that a sheet has as objects of their own; one that is damaged is none, since it only tells of cells. */
export async function declaredTables(
  parts: ZipParts,
  sheet: string,
  signal: AbortSignal | undefined,
): Promise<DeclaredTable[]> {
  const tables: DeclaredTable[] = []
  try {
    const relationships = await readRelationships(parts, sheet, signal)
    const found = [...relationships.values()].filter(({ type, part }) => type === 'table' && parts.has(part))
    for (const { part } of found.slice(0, mostTables)) {
      const reader = readXml(part, {
        open(name, attributes) {
          const table = name === 'table' ? declaredTable(attributes) : undefined
          if (table) tables.push(table)
        },
      })
      for await (const chunk of parts.read(part, signal)) reader.push(chunk)
      reader.end()
    }
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error
  }
  return tables
}

function declaredTable(attributes: Record<string, string>): DeclaredTable | undefined {
  const range = cellsOf(attributes.ref ?? '')
  const name = attributes.displayName ?? attributes.name ?? null
  const headerRows = rowsOf(attributes.headerRowCount, 1)
  return range && { name, range, headerRows, totalsRows: rowsOf(attributes.totalsRowCount, 0), isExtent: true }
}

function rowsOf(attribute: string | undefined, usual: number): number {
  const rows = Number(attribute ?? usual)
  return Number.isInteger(rows) && rows >= 0 && rows <= 1000 ? rows : usual
}

/** The range that a hidden name of Excel gives to the filter of a sheet: `'My ports'!$A$3:$D$20`. */
export function filterOf(text: string): DeclaredTable | undefined {
  const range = cellsOf(text.slice(text.lastIndexOf('!') + 1).trim())
  return range && { name: null, range, headerRows: 1, totalsRows: 0, isExtent: false }
}
