import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { DatasetListItem, datasetListQuerySchema } from '../../shared/dataset.ts'
import type { Db } from '../database/db.ts'
import { ownedBy, visibleTo } from './access.ts'
import { joinedTo, type ListItemRecord, listItemColumns, presentListItem } from './dataset-record.ts'

export type DatasetListQuery = z.output<typeof datasetListQuerySchema>
export interface DatasetPage {
  items: DatasetListItem[]
  total: number
  limit: number
  offset: number
}

const sortKeys: Record<string, RawBuilder<unknown>> = {
  created_at: sql`d.created_at`,
  updated_at: sql`d.updated_at`,
  title: sql`lower(d.title)`,
  file_size: sql`d.file_size`,
  row_count: sql`d.row_count`,
  column_count: sql`d.column_count`,
  status: sql`d.status`,
}

/** A page of the datasets a person may see, and how many there are in all, in one statement. */
export const listDatasets = (db: Db, userId: string, query: DatasetListQuery): Promise<DatasetPage> =>
  listPage(db, userId, conditionsOf(userId, query), orderOf(query.sort), query)

/** A page of what a person put into the trash, the latest first. */
export const listTrash = (db: Db, userId: string, page: { limit: number; offset: number }): Promise<DatasetPage> =>
  listPage(db, userId, [inTrashOf(userId)], sql`d.deleted_at desc, d.id desc`, page)

const inTrashOf = (userId: string) => sql<SqlBool>`${ownedBy(userId)} and d.deleted_at is not null`

/** The statement of a page; a page beyond the last item has no rows, and so no total. */
export const pageStatement = (
  userId: string,
  conditions: RawBuilder<SqlBool>[],
  order: RawBuilder<unknown>,
  { limit, offset }: { limit: number; offset: number },
) => {
  const where = sql.join(conditions, sql` and `)
  const page = sql`(select * from datasets d where ${where} order by ${order} limit ${limit} offset ${offset})`
  return sql<ListItemRecord & { total: number }>`
    select ${listItemColumns(userId)}, (select count(*)::int from datasets d where ${where}) as total
    from ${joinedTo(page)} order by ${order}`
}

const listPage = async (
  db: Db,
  userId: string,
  conditions: RawBuilder<SqlBool>[],
  order: RawBuilder<unknown>,
  { limit, offset }: { limit: number; offset: number },
): Promise<DatasetPage> => {
  const { rows } = await pageStatement(userId, conditions, order, { limit, offset }).execute(db)
  const total = rows[0]?.total ?? (offset === 0 ? 0 : await countAll(db, conditions))
  return { items: rows.map(presentListItem), total, limit, offset }
}

const countAll = async (db: Db, conditions: RawBuilder<SqlBool>[]): Promise<number> => {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from datasets d where ${sql.join(conditions, sql` and `)}`.execute(db)
  return rows[0]?.total ?? 0
}

export const conditionsOf = (
  userId: string,
  { q, status, has_column, column_kind, shared }: Omit<DatasetListQuery, 'sort' | 'limit' | 'offset'>,
): RawBuilder<SqlBool>[] => {
  const conditions = [visibleTo(userId, shared === undefined ? 'all' : shared === 'true' ? 'others' : 'own')]
  if (status) conditions.push(sql<SqlBool>`d.status = ${status}`)
  if (has_column !== undefined || column_kind) {
    const column = {
      ...(has_column === undefined ? {} : { name: has_column }),
      ...(column_kind ? { kind: column_kind } : {}),
    }
    conditions.push(sql<SqlBool>`d.columns_info @> ${JSON.stringify([column])}::jsonb`)
  }
  for (const word of q?.split(/\s+/).filter(Boolean) ?? []) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql<SqlBool>`(d.title ilike ${pattern} or d.original_filename ilike ${pattern}
      or d.description ilike ${pattern} or array_to_string(d.tags, ' ') ilike ${pattern})`)
  }
  return conditions
}

/** Nulls come last whichever way; the id decides between equals, so that pages neither repeat nor skip. */
export const orderOf = (sort: DatasetListQuery['sort']): RawBuilder<unknown> => {
  const descending = sort.startsWith('-')
  const name = sort.replace('-', '')
  const key = sortKeys[name] ?? sql`d.created_at`
  const mayBeNull = name === 'row_count' || name === 'column_count'
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const nulls = sql.raw(mayBeNull && descending ? ' nulls last' : '')
  return sql`${key} ${direction}${nulls}, d.id ${direction}`
}
