import type { Filter } from '../../shared/rows.ts'
import type { ColumnSummary, CountedColumn, Summaries } from '../../shared/summaries.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { whereSql } from '../query/select-clauses.ts'
import { countBins } from './count-bins.ts'
import { countValues } from './count-values.ts'

/** The counts of columns over the rows that a filter and a search leave, in bins and values that are known already. */
export type SummariesQuestion = {
  about: 'summaries'
  tableFile: string
  filter?: Filter | undefined
  q?: string | undefined
  columns: CountedColumn[]
}

/** What is counted of one column: SQL lists of counts, and the summary that their answers make. */
type Counting = { lists: string[]; summaryOf: (lists: number[][], count: number) => ColumnSummary }

/** Counts all columns exactly, in one scan. Throws `QuestionError` for an unknown column and a filter that does not fit. */
export async function answerSummaries(
  table: Table,
  question: SummariesQuestion,
  signal?: AbortSignal,
): Promise<Summaries> {
  const where = whereSql(table, question)
  const countings = question.columns.map((counted, index) =>
    countingOf(findColumn(table, counted.name, `columns.${index}`), counted),
  )
  const lists = ['[count(*)]', ...countings.flatMap((counting) => counting.lists)]
  const condition = where === undefined ? '' : ` WHERE ${where}`
  const { rows } = await table.query(`SELECT ${lists.join(', ')} FROM ${table.from}${condition}`, signal)
  const answers = (rows[0] ?? []).map(numbersIn)
  const total = answers.shift()?.[0] ?? 0
  return {
    total,
    columns: countings.map(({ lists, summaryOf }) => summaryOf(answers.splice(0, lists.length), total)),
  }
}

function countingOf(column: TableColumn, { name, histogram, top_values }: CountedColumn): Counting {
  const bins = countBins(column, histogram)
  const values = bins || column.kind === 'nested' || column.kind === 'unsupported' ? [] : top_values
  const further = bins?.sql ?? (values.length > 0 ? countValues(column, values) : undefined)
  return {
    lists: [`[count(${column.sql})]`, ...(further === undefined ? [] : [further])],
    summaryOf: ([[present = 0] = [], counts = []], count) => {
      const perBin = bins?.countsOf(counts) ?? []
      return {
        ...{ name, count, null_count: count - present },
        histogram: bins ? histogram.map((bin, index) => ({ ...bin, count: perBin[index] ?? 0 })) : [],
        top_values: values.map(({ value }, index) => ({ value, count: counts[index] ?? 0 })),
      }
    },
  }
}

/** The numbers of an SQL list; an aggregate over no rows is null. */
function numbersIn(list: unknown): number[] {
  return ((list as { items: readonly unknown[] } | null)?.items ?? []).map(Number)
}
