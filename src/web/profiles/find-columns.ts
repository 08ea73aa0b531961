import { foldText } from '../ui/fold-text.ts'

/** The columns whose name holds what was typed, those beginning with it first, otherwise in their own order. */
export const findColumns = <T extends { name: string }>(columns: T[], typed: string): T[] => {
  const wanted = foldText(typed.trim())
  if (wanted === '') return columns
  const begins: T[] = []
  const holds: T[] = []
  for (const column of columns) {
    const name = foldText(column.name)
    if (name.startsWith(wanted)) begins.push(column)
    else if (name.includes(wanted)) holds.push(column)
  }
  return [...begins, ...holds]
}
