import type { ColumnReason } from '../loaded-table.ts'
import type { WrittenTable } from '../write-table.ts'
import type { ColumnJudgement } from './decide-column.ts'
import { sqlTypeOf } from './reading.ts'

/** Why a column has its type, but for the name that only its source knows. */
export type ValueReason = Omit<ColumnReason, 'sourceName'>

/** What the receipt says of each column of a table that was judged by its texts. */
export function reasonsOf(table: WrittenTable, judgements: ColumnJudgement[]): ValueReason[] {
  return judgements.map((judgement, index) => ({
    decidedBy: judgement.isDecided ? 'person' : 'values',
    evidence: judgement.because(table.rowCount - (table.columns[index]?.nullCount ?? 0)),
    alternatives: [...judgement.alternatives, ...(judgement.nearly ? [judgement.nearly.reading] : [])].map(sqlTypeOf),
    unit: judgement.unit ?? null,
    nullValues: judgement.nullTexts,
  }))
}
