import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DatasetRole } from '../../shared/dataset.ts'
import type { ShareRole } from '../../shared/sharing.ts'

// Every statement that reads or changes `datasets d` for a person says one of these; nothing else decides who may.
// Whoever runs the installation is nobody in particular here.

/**
 * Who may see a dataset, question and export it: owner, the people it is shared with, or everyone here. Lists may ask
 * for a person's own alone, or for those of others.
 */
export const visibleTo = (userId: string, whose: 'all' | 'own' | 'others' = 'all'): RawBuilder<SqlBool> => {
  const isOwn = sql<SqlBool>`d.user_id = ${userId}`
  const isShared = sql<SqlBool>`d.visible_to_everyone or ${isSharedWith(userId)}`
  const ways = { all: sql`${isOwn} or ${isShared}`, own: isOwn, others: sql`not ${isOwn} and (${isShared})` }
  return sql<SqlBool>`(d.deleted_at is null and (${ways[whose]}))`
}

/** Who may rename a dataset, read it again or add versions: owner and editors. */
export const editableBy = (userId: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(d.deleted_at is null and (d.user_id = ${userId} or ${isSharedWith(userId, 'editor')}))`

/** Who may share a dataset, hand it over, delete it or take it out of the trash. */
export const ownedBy = (userId: string): RawBuilder<SqlBool> => sql<SqlBool>`(d.user_id = ${userId})`

/** Whose changes a person is told of: what they see, and what they put into the trash. */
export const followedBy = (userId: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${ownedBy(userId)} or ${visibleTo(userId)})`

/** What `userId` is to a dataset they may see. */
export const roleOf = (userId: string): RawBuilder<DatasetRole> => sql<DatasetRole>`
  case when d.user_id = ${userId} then 'owner' else coalesce(
    (select s.role::text from dataset_shares s where s.dataset_id = d.id and s.user_id = ${userId}), 'viewer') end`

// An array and no join: a list then takes one index for each way to a dataset, and no row comes twice.
const isSharedWith = (userId: string, role?: ShareRole) => sql<SqlBool>`d.id = any(array(
  select s.dataset_id from dataset_shares s where s.user_id = ${userId}${role ? sql` and s.role = ${role}` : sql``}))`
