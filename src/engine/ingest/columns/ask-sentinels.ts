import type { Question } from '../../../shared/receipt.ts'
import type { DuckDbConnection, RunOptions } from '../../duckdb.ts'
import { parquetSql, quoteName } from '../../sql-text.ts'
import { grouped } from './family.ts'
import { isNumber, type Reading } from './reading.ts'
import { attemptSql } from './reading-sql.ts'

/** A column of numbers with its smallest and largest value, as the table file states them. */
export type BoundedColumn = { column: number; name: string; reading: Reading; min: string; max: string }

/** How far from zero all other values must stay for a row of nines to be taken for a sign. */
const farther = 4
const listedRows = 5

/** Whether a number is one that stands for `no value` in many files: 999, -9999, 99999, 999.9. */
function isNines(text: string): boolean {
  return /^-?9{3,6}(\.0*|\.90*)?$/.test(text)
}

/**
 * Questions about numbers such as 999 that come up more than once, far beyond all others of their column: they may
 * stand for null. Only a column whose smallest or largest value is such a number is looked at, in the table; the texts
 * of the file are asked where it is one.
 */
export async function askSentinels(
  duck: DuckDbConnection,
  { source, tableFile }: { source: string; tableFile: string },
  columns: BoundedColumn[],
  options?: RunOptions,
): Promise<Question[]> {
  const suspects = columns.flatMap((column) => {
    const text = [column.min, column.max].find(isNines)
    return text !== undefined && isNumber(column.reading) ? [{ ...column, text }] : []
  })
  const sentinels = await inPieces(suspects, (piece) => farOnes(duck, tableFile, piece, options))
  return inPieces(sentinels, (piece) => questionsAbout(duck, source, piece, options))
}

type Suspect = BoundedColumn & { text: string }
type Sentinel = Suspect & { count: number }

/** More columns than this are too much for the memory of one statement. */
const columnsAtOnce = 100

async function inPieces<In, Out>(list: In[], work: (piece: In[]) => Promise<Out[]>): Promise<Out[]> {
  const done: Out[] = []
  for (let from = 0; from < list.length; from += columnsAtOnce) {
    done.push(...(await work(list.slice(from, from + columnsAtOnce))))
  }
  return done
}

/** Those that come up more than once, with all other values of their column far from them. */
async function farOnes(
  duck: DuckDbConnection,
  tableFile: string,
  suspects: Suspect[],
  options: RunOptions | undefined,
): Promise<Sentinel[]> {
  const facts = suspects.flatMap(({ name, text }) => [
    `count(*) FILTER (WHERE ${quoteName(name)} = ${text})`,
    `max(abs(CAST(${quoteName(name)} AS DOUBLE))) FILTER (WHERE ${quoteName(name)} <> ${text}) * ${farther} < ${text.replace('-', '')}`,
  ])
  const answer = await duck.query(`SELECT ${facts.join(', ')} FROM ${parquetSql(tableFile)}`, options)
  return suspects.flatMap((suspect, index) => {
    const [count, isFar] = (answer.rows[0] ?? []).slice(2 * index, 2 * index + 2)
    return Number(count) < 2 || isFar !== true ? [] : [{ ...suspect, count: Number(count) }]
  })
}

async function questionsAbout(
  duck: DuckDbConnection,
  source: string,
  sentinels: Sentinel[],
  options: RunOptions | undefined,
): Promise<Question[]> {
  const attempts = sentinels.map(
    ({ column, reading }, index) => `${attemptSql(reading, `c${column}`)} AS v${index}, c${column} AS t${index}`,
  )
  const values = `(SELECT row_number() OVER () - 1 AS row, ${attempts.join(', ')} FROM ${source})`
  const facts = sentinels.flatMap(({ text }, index) => [
    `min(row, ${listedRows}) FILTER (WHERE v${index} = ${text})`,
    `list(DISTINCT t${index}) FILTER (WHERE v${index} = ${text})`,
  ])
  const answer = await duck.query(`SELECT ${facts.join(', ')} FROM ${values}`, options)
  return sentinels.map(({ column, name, count }, index) => {
    const [rows, texts] = (answer.rows[0] ?? []).slice(2 * index, 2 * index + 2)
    const spelled = items(texts).map((text) => String(text).trim())
    return aboutSentinel(column, name, count, items(rows).map(Number), spelled)
  })
}

function items(list: unknown): readonly unknown[] {
  return (list as { items: readonly unknown[] } | null)?.items ?? []
}

function aboutSentinel(index: number, column: string, count: number, rows: number[], texts: string[]): Question {
  const [text] = texts
  return {
    id: `null-${index}`,
    column,
    text: `\`${text}\` stands in ${grouped(count)} rows of \`${column}\`, far beyond all its other values. Does it stand for null?`,
    chosen: 'a number',
    chosen_options: { columns: [{ index, null_values: [] }] },
    alternatives: [
      {
        label: 'null',
        example_rows: rows,
        differing_row_count: count,
        examples: rows.map((row_number) => ({ row_number, raw: text ?? '', chosen: text ?? null, other: null })),
        options: { columns: [{ index, null_values: texts.slice(0, 100) }] },
      },
    ],
  }
}
