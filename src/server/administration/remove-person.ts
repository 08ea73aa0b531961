import type { EntityManager } from '@mikro-orm/postgresql'
import type { PersonDeletion } from '../../shared/people.ts'
import { type DeletedUser, deleteUser } from '../accounts/delete-user.ts'
import { keepingSuperuser } from '../accounts/last-superuser.ts'
import { invalid } from '../http/problem-error.ts'
import { transferAllDatasets } from './transfer-all-datasets.ts'

/**
 * Deletes somebody else's account. Their datasets, those in the trash too, go with it or to another person, whose quota is
 * not asked. Undefined when there is no such account.
 */
export async function removePerson(
  em: EntityManager,
  id: string,
  { datasets, transfer_to: heirId }: PersonDeletion,
): Promise<DeletedUser | undefined> {
  if (datasets === 'delete' || heirId === undefined) return await deleteUser(em, id)
  if (heirId === id) throw invalid('transfer_to', 'Choose somebody else than who is deleted.')
  return await keepingSuperuser(em, async () => {
    const [heir] = await em.execute('select from users where id = ? and is_active for key share', [heirId])
    if (!heir) throw invalid('transfer_to', 'Nobody active has this id, so nothing was deleted.')
    const transferred = await transferAllDatasets(em.getKysely(), id, heirId)
    const deleted = await deleteUser(em, id)
    return deleted && { ...deleted, datasetCount: transferred }
  })
}
