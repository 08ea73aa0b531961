import { fractionOfType } from './number-alignment.ts'
import type { TableColumn } from './table-column.ts'

/** The advance of one character of a cell at 13 px. */
export const cellCharacter = 7.8
/** The room left and right of a cell's text. */
export const cellPadding = 12

export const narrowestColumn = 64
export const widestColumn = 1200

const nameCharacter = 7.2
const nameExtras = 56
const narrowestAtFirst = 120
const widestAtFirst = 340
const longestName = 30
const floatingFraction = 4

const lengthOf = (value: unknown) => (value === null || value === undefined ? 0 : String(value).length)

const temporalLength = (sqlType: string) => {
  if (sqlType === 'DATE') return 10
  if (sqlType.startsWith('TIMESTAMP')) return sqlType.includes('ZONE') ? 20 : 19
  return 12
}

const charactersOf = ({ kind, sqlType, profile }: TableColumn): number => {
  switch (kind) {
    case 'numeric': {
      const fraction = fractionOfType(sqlType)
      const whole = Math.max(...[profile?.min, profile?.max].map(lengthOf), 4)
      return fraction === undefined ? Math.min(whole + floatingFraction, 18) : Math.max(whole, fraction + 3)
    }
    case 'temporal':
      return temporalLength(sqlType)
    case 'boolean':
      return 5
    case 'text': {
      if (typeof profile?.max_length !== 'number') return 20
      return Math.min(profile.max_length, Math.max(12, Math.ceil((profile.mean_length ?? 0) * 1.6)))
    }
    default:
      return 28
  }
}

/** The width a column has until a person changes it: its name and its typical values fit, within reason. */
export const firstColumnWidth = (column: TableColumn): number => {
  const name = Math.min(column.name.length, longestName) * nameCharacter + nameExtras
  const cells = charactersOf(column) * cellCharacter + 2 * cellPadding
  return Math.ceil(Math.min(widestAtFirst, Math.max(narrowestAtFirst, name, cells)))
}

/** How many characters a cell of this width shows. */
export const charactersIn = (width: number): number => Math.floor((width - 2 * cellPadding) / cellCharacter)
