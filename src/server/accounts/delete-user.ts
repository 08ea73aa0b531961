import type { EntityManager } from '@mikro-orm/postgresql'
import { keepingSuperuser, lastSuperuser } from './last-superuser.ts'
import { isUnclaimed } from './register-user.ts'

/** Who was deleted, and how many datasets went with them. */
export interface DeletedUser {
  email: string
  username: string
  datasetCount: number
}

const deleteSql = `
  delete from users u where id = ? returning email, username,
    (select count(*)::int from datasets d where d.user_id = u.id) as "datasetCount"`

/**
 * Deletes a user and, by the rules of the database, everything that is theirs. The files of their datasets go when the
 * sweeper hears of it, a moment after the commit. The last active superuser stays, also when nobody else is left.
 */
export async function deleteUser(em: EntityManager, id: string): Promise<DeletedUser | undefined> {
  return await keepingSuperuser(em, async () => {
    const [deleted] = await em.execute<DeletedUser[]>(deleteSql, [id])
    if (deleted && (await isUnclaimed(em))) throw lastSuperuser()
    return deleted
  })
}
