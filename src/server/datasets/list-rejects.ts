import { access } from 'node:fs/promises'
import { rejectsFileOf } from '../../engine/ingest/rejects-file.ts'
import type { QueryPool } from '../../engine/query/query-pool.ts'
import type { Reject, rejectScopes } from '../../shared/rejects.ts'

const columns = [
  'scope',
  'line_number',
  'byte_offset',
  'row_number',
  'column',
  'raw',
  'code',
  'reason',
  'surplus',
] as const satisfies (keyof Reject)[]

export interface RejectsQuestion {
  /** The table that the file became. */
  tableFile: string
  scope?: (typeof rejectScopes)[number] | undefined
  offset: number
  limit: number
}

/** A page of what was reported, skipped and rejected of a file, in the order of its lines. */
export const listRejects = async (
  queries: QueryPool,
  { tableFile, scope, offset, limit }: RejectsQuestion,
  signal?: AbortSignal,
): Promise<{ items: Reject[]; total: number }> => {
  const file = rejectsFileOf(tableFile)
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (!isThere) return { items: [], total: 0 }
  const filter = scope && { column: 'scope', op: 'eq' as const, value: scope }
  const question = { tableFile: file, columns: [...columns], offset, limit, sort: [], filter }
  const { rows, total } = await queries.rows(question, { signal })
  const items = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])) as Reject)
  return { items, total }
}

const pageRows = 1000

/** The same, all of it, as CSV text with a header; every value is quoted, so that nothing in it is taken for another. */
export async function* rejectsAsCsv(
  queries: QueryPool,
  question: Omit<RejectsQuestion, 'offset' | 'limit'>,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`
  for (let offset = 0; ; offset += pageRows) {
    const { items, total } = await listRejects(queries, { ...question, offset, limit: pageRows }, signal)
    yield items.map((item) => `${columns.map((name) => quoted(item[name])).join(',')}\r\n`).join('')
    if (offset + pageRows >= total) return
  }
}

const quoted = (value: Reject[keyof Reject]): string => {
  if (value === null) return ''
  const text = Array.isArray(value) ? JSON.stringify(value) : String(value)
  return `"${guarded(text, value).replaceAll('"', '""')}"`
}

/** A text that a spreadsheet would run as a formula gets a leading apostrophe. */
const guarded = (text: string, value: unknown): string =>
  typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
