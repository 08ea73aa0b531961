import { quoteText } from '../sql-text.ts'
import { cramersV } from '../statistics/association.ts'
import { completePairs } from '../statistics/read-numbers.ts'
import { type Candidate, type Examined, equals } from './examined.ts'
import { groupPoints, groupRows, groupSql } from './group-sql.ts'
import { insightThresholds as limits } from './insight-thresholds.ts'
import { counted, named, percent, shown } from './insight-words.ts'
import type { Category, Sample } from './read-sample.ts'

const determined = 0.99

/** Pairs of categories that go together, told by the cell furthest from chance; not where one follows from the other. */
export function categoryAssociations({ categories }: Sample): Examined[] {
  return categories.flatMap((x, index) => categories.slice(index + 1).map((y) => examine(x, y)))
}

function examine(x: Category, y: Category): Examined {
  const [a, b] = completePairs(x.codes, y.codes)
  const { value, pValue } = cramersV(a, b)
  if (a.length < limits.insight_rows || value === null || value < limits.category_strength) return { pValue }
  const cells = countCells(x, y, a, b)
  if (value >= limits.told_otherwise || followsFrom(cells) || followsFrom(transposed(cells))) return { pValue }
  const found = strongestCell(cells)
  return found ? { pValue, candidate: candidateOf(x, y, found, value) } : { pValue }
}

function countCells(x: Category, y: Category, a: Float64Array, b: Float64Array): number[][] {
  const cells = x.names.map(() => y.names.map(() => 0))
  for (let row = 0; row < a.length; row++) {
    const line = cells[a[row] as number] as number[]
    line[b[row] as number] = (line[b[row] as number] ?? 0) + 1
  }
  return cells
}

function transposed(cells: number[][]): number[][] {
  return (cells[0] ?? []).map((_, column) => cells.map((line) => line[column] as number))
}

const sumOf = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0)

/** Whether nearly every line has its rows in one place. */
function followsFrom(cells: number[][]): boolean {
  const most = sumOf(cells.map((line) => Math.max(...line)))
  return most / sumOf(cells.map(sumOf)) >= determined
}

/** The cell with the largest distance from what independence expects, in standard deviations, above it. */
function strongestCell(cells: number[][]): { row: number; column: number } | undefined {
  const rows = cells.map(sumOf)
  const columns = transposed(cells).map(sumOf)
  const n = sumOf(rows)
  let best: { row: number; column: number; distance: number } | undefined
  for (const [row, line] of cells.entries()) {
    for (const [column, count] of line.entries()) {
      const [ofRow, ofColumn] = [rows[row] as number, columns[column] as number]
      const share = count / ofRow - (ofColumn - count) / (n - ofRow)
      if (Math.min(ofRow, n - ofRow) < limits.group_rows || share < limits.share_difference) continue
      const expected = (ofRow * ofColumn) / n
      const distance = (count - expected) / Math.sqrt(expected * (1 - ofRow / n) * (1 - ofColumn / n))
      if (distance > (best?.distance ?? 0)) best = { row, column, distance }
    }
  }
  return best
}

function candidateOf(
  x: Category,
  y: Category,
  { row, column }: { row: number; column: number },
  score: number,
): Candidate {
  const [group, what] = [x.profile.name, y.profile.name]
  const [groupValue, value] = [x.names[row] ?? '', y.names[column] ?? '']
  const literal = (one: string | boolean) => (typeof one === 'boolean' ? String(one) : quoteText(one))
  return {
    ...{ code: 'association', columns: [group, what], subject: what, score },
    filter: { and: [equals(group, groupValue), equals(what, value)] },
    chart: { mark: 'bar', x: { column: group }, color: { column: what }, aggregate: 'count' },
    sql: groupSql(x.sql, `(${y.sql} = ${literal(value)})::INTEGER`, literal(groupValue)),
    tell: (rows) => {
      const groups = groupRows(rows)
      if (!groups) return undefined
      const [{ mean, rest, n, all }] = groups
      if (mean - rest < limits.share_difference) return undefined
      const text = `${named(what)} is ${shown(value)} in ${percent(mean)} of the rows where ${named(group)} is ${shown(groupValue)}, against ${percent(rest)} of the others (n = ${counted(n)} of ${counted(all)}).`
      return { text, points: groupPoints(groups) }
    },
  }
}
