import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** The one rule of who may see a dataset, for every statement that reads `datasets d`. */
export const visibleTo = (userId: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(d.user_id = ${userId} and d.deleted_at is null)`

/** Whose changes a person is told of: what they see, and what they put into the trash. */
export const followedBy = (userId: string): RawBuilder<SqlBool> => sql<SqlBool>`(d.user_id = ${userId})`

/** Who may delete a dataset, hand it on or take it out of the trash. */
export const ownedBy = (userId: string): RawBuilder<SqlBool> => sql<SqlBool>`(d.user_id = ${userId})`

/** Who may rename a dataset, read it again or add versions. */
export const editableBy = (userId: string): RawBuilder<SqlBool> => visibleTo(userId)

/** What `userId` is to a dataset they may see. */
export const roleOf = (userId: string): RawBuilder<'owner' | 'editor' | 'viewer'> =>
  sql`case when d.user_id = ${userId} then 'owner' end`
