import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { readXml } from '../read-xml.ts'
import type { DeclaredTable, Workbook } from '../workbook.ts'
import { workbookInZip } from '../workbook-in-zip.ts'
import { openZipParts, type ZipParts } from '../zip-parts.ts'
import type { CellContext } from './cell-value.ts'
import { declaredTables, filterOf } from './declared-tables.ts'
import { readSharedStrings } from './read-shared-strings.ts'
import { readSheet } from './read-sheet.ts'
import { readStyles } from './read-styles.ts'
import { readRelationships } from './relationships.ts'

/**
 * Opens a workbook. Throws `UnreadableFileError` with a sentence for a person when it is damaged, protected, made to
 * exhaust memory, or no workbook.
 */
export async function openWorkbook(
  file: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Workbook> {
  const parts = await openZipParts(file)
  try {
    const part = await findWorkbookPart(parts, signal)
    const relationships = await readRelationships(parts, part, signal)
    const partOf = (type: string) => {
      const found = [...relationships.values()].find((relationship) => relationship.type === type)
      return found?.part ?? (relationships.size === 0 ? `xl/${type.toLowerCase()}.xml` : undefined)
    }
    const { sheets, epoch, filters } = await readWorkbookPart(parts, part, signal)
    const worksheets = sheets.flatMap(({ name, isHidden, relation }, index) => {
      const usual = `xl/worksheets/sheet${index + 1}.xml`
      const found = relationships.get(relation) ?? (parts.has(usual) ? { type: 'worksheet', part: usual } : undefined)
      const filter = filters.get(index)
      return found?.type === 'worksheet' ? [{ name, isHidden, part: found.part, filter }] : []
    })
    const readContext = async (): Promise<CellContext> => ({
      styles: await readStyles(parts, partOf('styles'), signal),
      strings: await readSharedStrings(parts, partOf('sharedStrings'), signal),
      epoch,
    })
    return {
      ...workbookInZip(parts, worksheets, readContext, (part, context) => readSheet(parts, part, context, signal)),
      async declaredTables(index) {
        const { part, filter } = worksheets[index] ?? { part: '' }
        return [...(await declaredTables(parts, part, signal)), ...(filter ? [filter] : [])]
      },
    }
  } catch (error) {
    parts.close()
    throw error
  }
}

async function findWorkbookPart(parts: ZipParts, signal: AbortSignal | undefined): Promise<string> {
  const relationships = await readRelationships(parts, '', signal)
  const part = [...relationships.values()].find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml'
  if (parts.has(part)) return part
  throw new UnreadableFileError('corrupt_file', 'This archive has no workbook in it. Send it again from its source.')
}

type SheetEntry = { name: string; isHidden: boolean; relation: string }

async function readWorkbookPart(
  parts: ZipParts,
  part: string,
  signal: AbortSignal | undefined,
): Promise<{ sheets: SheetEntry[]; epoch: 1900 | 1904; filters: Map<number, DeclaredTable> }> {
  const sheets: SheetEntry[] = []
  let epoch: 1900 | 1904 = 1900
  let root: string | undefined
  const filters = new Map<number, DeclaredTable>()
  let filtered: number | undefined
  const reader = readXml(part, {
    open(name, attributes) {
      root ??= name
      if (name === 'definedName' && attributes.name === '_xlnm._FilterDatabase')
        filtered = Number(attributes.localSheetId)
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes.date1904 ?? '')) epoch = 1904
      if (name !== 'sheet') return
      const relation = Object.entries(attributes).find(([key]) => /^(\w+:)id$/.test(key))?.[1] ?? ''
      sheets.push({ name: attributes.name ?? '', isHidden: /hidden/i.test(attributes.state ?? ''), relation })
    },
    text(text) {
      const filter = filtered === undefined ? undefined : filterOf(text)
      if (filtered !== undefined && filter) filters.set(filtered, filter)
    },
    close() {
      filtered = undefined
    },
  })
  for await (const chunk of parts.read(part, signal)) reader.push(chunk)
  reader.end()
  if (root === 'workbook') return { sheets, epoch, filters }
  throw new UnreadableFileError('unsupported_format', 'This is an Office document, but no Excel workbook.')
}
