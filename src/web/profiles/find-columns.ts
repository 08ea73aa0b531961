const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

/** The columns whose name holds what was typed, those beginning with it first, otherwise in their own order. */
export const findColumns = <T extends { name: string }>(columns: T[], typed: string): T[] => {
  const wanted = fold(typed.trim())
  if (wanted === '') return columns
  const begins: T[] = []
  const holds: T[] = []
  for (const column of columns) {
    const name = fold(column.name)
    if (name.startsWith(wanted)) begins.push(column)
    else if (name.includes(wanted)) holds.push(column)
  }
  return [...begins, ...holds]
}
