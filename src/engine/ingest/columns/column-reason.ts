import type { ColumnReason } from '../loaded-table.ts'
import type { WrittenTable } from '../write-table.ts'
import type { ColumnJudgement } from './decide-column.ts'
import { grouped } from './family.ts'
import { sqlTypeOf } from './reading.ts'
import type { RejectedCells } from './reject-cells.ts'

/** Why a column has its type, but for the name that only its source knows. */
export type ValueReason = Omit<ColumnReason, 'sourceName'>

/** What the receipt says of each column of a table that was judged by its texts. */
export function reasonsOf(table: WrittenTable, judgements: ColumnJudgement[], rejected: RejectedCells): ValueReason[] {
  return judgements.map((judgement, index) => ({
    decidedBy: judgement.isDecided ? 'person' : 'values',
    evidence: evidenceOf(
      judgement,
      table.rowCount - (table.columns[index]?.nullCount ?? 0),
      rejected.byColumn.get(index) ?? 0,
    ),
    alternatives: [...judgement.alternatives, ...(judgement.nearly ? [judgement.nearly.reading] : [])].map(sqlTypeOf),
    unit: judgement.unit ?? null,
    nullValues: judgement.nullTexts,
  }))
}

function evidenceOf({ because }: ColumnJudgement, values: number, misfits: number): string {
  const evidence = because(values)
  if (misfits === 0) return evidence
  const which = misfits === 1 ? '1 value does not fit it and is' : `${grouped(misfits)} values do not fit it and are`
  return `${evidence} ${which} null.`
}
