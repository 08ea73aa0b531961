import type { ColumnMatch } from '../../shared/dataset-version.ts'

type Column = { name: string; sql_type: string }

/**
 * What becomes of each column when a file takes the place of another: those of the new one in its order, then those that
 * it does not have. Names are the same in any case and whatever blanks are around them; of several equal ones the first.
 */
export const matchColumns = (before: readonly Column[], now: readonly Column[]): ColumnMatch[] => {
  const left = [...before]
  const takeWhere = (isIt: (column: Column) => boolean): Column | undefined => {
    const at = left.findIndex(isIt)
    return at < 0 ? undefined : left.splice(at, 1)[0]
  }
  const exact = now.map(({ name }) => takeWhere((column) => column.name === name))
  const matched = now.map(
    ({ name }, index) => exact[index] ?? takeWhere((column) => folded(column) === folded({ name })),
  )
  return [
    ...now.map(({ name, sql_type }, index): ColumnMatch => {
      const was = matched[index]
      const change = was === undefined ? 'added' : isSameType(was.sql_type, sql_type) ? 'same' : 'retyped'
      return { name, sql_type, before: was ? { name: was.name, sql_type: was.sql_type } : null, change }
    }),
    ...left.map(({ name, sql_type }): ColumnMatch => {
      return { name, sql_type: null, before: { name, sql_type }, change: 'missing' }
    }),
  ]
}

const folded = ({ name }: Pick<Column, 'name'>): string => name.trim().toLowerCase()

/** How many digits decimals may have is a matter of the values of one month; how many of them stand behind the point is not. */
const isSameType = (one: string, other: string): boolean => {
  const scale = /^DECIMAL\(\d+,(\d+)\)$/
  return one === other || (scale.test(one) && scale.exec(one)?.[1] === scale.exec(other)?.[1])
}
