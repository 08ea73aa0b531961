import { fractionOfType } from './number-alignment.ts'
import type { TableColumn } from './table-column.ts'

/** The advance of one character of a cell at 13 px, rounded up as systems without subpixel text do. */
export const cellCharacter = 8
/** What a cell takes beside its text: 12 px on each side and the line at its right edge. */
const cellExtras = 25

export const narrowestColumn = 64
export const widestColumn = 1200

const nameCharacter = 7.4
const nameExtras = 80
const narrowestAtFirst = 120
const widestAtFirst = 340
const longestName = 30
const floatingFraction = 4
const wholeOfType: Record<string, number> = { TINYINT: 4, SMALLINT: 6, INTEGER: 10, BIGINT: 16, HUGEINT: 20, DOUBLE: 8 }

const lengthOf = (value: unknown) => (value === null || value === undefined ? 0 : String(value).length)

const temporalLength = (sqlType: string) => {
  if (sqlType === 'DATE') return 10
  if (sqlType.startsWith('TIMESTAMP')) return sqlType.includes('ZONE') ? 20 : 19
  return 12
}

const charactersOf = ({ kind, sqlType, profile }: TableColumn, sample: unknown[]): number => {
  const longestSeen = Math.max(0, ...sample.map(lengthOf))
  switch (kind) {
    case 'numeric': {
      const fraction = fractionOfType(sqlType)
      const whole = Math.max(
        ...[profile?.min, profile?.max].map(lengthOf),
        profile ? 4 : longestSeen || (wholeOfType[sqlType] ?? 10),
      )
      return fraction === undefined ? Math.min(whole + floatingFraction, 18) : Math.max(whole, fraction + 3)
    }
    case 'temporal':
      return temporalLength(sqlType)
    case 'boolean':
      return 5
    case 'text': {
      if (typeof profile?.max_length !== 'number') return Math.max(20, longestSeen)
      return Math.min(profile.max_length, Math.max(12, Math.ceil((profile.mean_length ?? 0) * 1.6)))
    }
    default:
      return 28
  }
}

/**
 * The width a column has until a person changes it: its name and its typical values fit, within reason. Before there is a
 * profile, a `sample` of its values tells how long they are.
 */
export const firstColumnWidth = (column: TableColumn, sample: unknown[] = []): number => {
  const name = nameWidth(column.name.slice(0, longestName))
  const cells = widthOfCharacters(charactersOf(column, sample))
  return Math.ceil(Math.min(widestAtFirst, Math.max(narrowestAtFirst, name, cells)))
}

/** The width in which a whole name stands. */
export const nameWidth = (name: string): number => Math.ceil(name.length * nameCharacter + nameExtras)

/** The width in which so many characters stand in a cell. */
export const widthOfCharacters = (count: number): number => count * cellCharacter + cellExtras

/** How many characters a cell of this width shows. */
export const charactersIn = (width: number): number => Math.floor((width - cellExtras) / cellCharacter)
