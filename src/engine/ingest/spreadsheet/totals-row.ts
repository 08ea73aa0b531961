import type { SheetRow } from './workbook.ts'

const label =
  /^\W*(?:(?:grand|sub|overall|running)[ -]?)?(?:total|totals|sum|average|avg|mean|summe|gesamt|gesamtsumme|insgesamt|zwischensumme|mittelwert|durchschnitt|total g[eé]n[eé]ral|somme|moyenne|totale|somma|media|suma|promedio|totaal|gemiddelde|soma|m[eé]dia|всего|итого|合计|总计|合計)\b|^\W*(?:всего|итого|合计|总计|合計)/i

/** Whether a row is labelled as totals: its first text says so, and numbers follow. */
export function isTotals({ cells }: SheetRow): boolean {
  const first = cells.find(({ kind }) => kind === 'text')
  return first !== undefined && label.test(first.text) && cells.some(({ kind }) => kind === 'number')
}

/** What the numbers above a row add up to, column by column. */
export type ColumnSums = {
  add(row: SheetRow): void
  /** Why the numbers of a row are totals of those above, or null when they are not. */
  evidence(row: SheetRow): string | null
  /** Whether a column holds values of a type, and no text. */
  isTyped(column: number): boolean
}

type Sums = { numbers: number; texts: number; sum: number; size: number }

/** Adds up the rows of a table. */
export function columnSums(): ColumnSums {
  const columns = new Map<number, Sums>()
  return {
    add({ cells }) {
      for (const { column, kind, text } of cells) {
        let sums = columns.get(column)
        if (!sums) {
          sums = { numbers: 0, texts: 0, sum: 0, size: 0 }
          columns.set(column, sums)
        }
        if (kind === 'text') sums.texts++
        else if (kind !== 'number') sums.numbers++
        else {
          const value = Number(text)
          sums.numbers++
          sums.sum += value
          sums.size += Math.abs(value)
        }
      }
    },
    evidence({ cells }) {
      const numbers = cells.filter(({ kind }) => kind === 'number')
      const matching = numbers.filter(({ column, text }) => addsUp(Number(text), columns.get(column)))
      if (matching.length === 0 || matching.length < numbers.length / 2) return null
      return `${matching.length} of its ${numbers.length} numbers are the sum or the mean of those above.`
    },
    isTyped: (column) => {
      const { numbers, texts } = columns.get(column) ?? { numbers: 0, texts: 0 }
      return numbers > 1 && texts === 0
    },
  }
}

/** The sum of the numbers above, half of it where subtotals stand among them, or their mean; never of a single one. */
function addsUp(value: number, sums: Sums | undefined): boolean {
  if (!sums || sums.numbers < 2) return false
  const within = 1e-9 * sums.size + 0.006
  const isNear = (expected: number) => Math.abs(value - expected) <= Math.min(within, Math.abs(expected) * 1e-3 + 1e-12)
  return isNear(sums.sum) || isNear(sums.sum / 2) || isNear(sums.sum / sums.numbers)
}
