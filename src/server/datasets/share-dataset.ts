import { sql } from 'kysely'
import type { AccessChange, DatasetAccess, Person, ShareRole } from '../../shared/sharing.ts'
import { type Db, inTransaction } from '../database/db.ts'
import { invalid, notFound } from '../http/problem-error.ts'
import { editableBy, ownedBy } from './access.ts'
import { changeRefusal, isUuid } from './find-dataset.ts'

type Listed = DatasetAccess['people'][number]

/** What a change of access did, for the audit log. */
export interface AccessDifference {
  everyone: 'viewer' | null
  added: { user_id: string; role: ShareRole }[]
  changed: { user_id: string; role: ShareRole }[]
  removed: string[]
}

/** Who may see a dataset. Viewers do not learn with whom else it is shared. */
export const getAccess = async (db: Db, userId: string, id: string): Promise<DatasetAccess> => {
  if (!isUuid(id)) throw notFound('This dataset')
  const { rows } = await sql<{ owner: Person; everyone: boolean; people: Listed[] }>`
    select json_build_object('id', o.id, 'username', o.username, 'full_name', o.full_name) as owner,
      d.visible_to_everyone as everyone, coalesce((
        select json_agg(json_build_object('user_id', u.id, 'username', u.username, 'full_name', u.full_name,
          'is_active', u.is_active, 'role', s.role) order by lower(coalesce(u.full_name, u.username)), u.id)
        from dataset_shares s join users u on u.id = s.user_id where s.dataset_id = d.id), '[]') as people
    from datasets d join users o on o.id = d.user_id where d.id = ${id} and ${editableBy(userId)}`.execute(db)
  const [found] = rows
  if (!found) throw await changeRefusal(db, userId, id)
  return { ...found, everyone: found.everyone ? 'viewer' : null }
}

/** Gives a dataset to exactly these people, and says what that changed; undefined when nothing did. */
export const setAccess = (
  db: Db,
  userId: string,
  id: string,
  { everyone, people }: AccessChange,
): Promise<AccessDifference | undefined> =>
  inTransaction(db, async (transaction) => {
    const { rows } = isUuid(id)
      ? await sql<{ owner: string; everyone: boolean }>`
          select d.user_id as owner, d.visible_to_everyone as everyone from datasets d
          where d.id = ${id} and ${ownedBy(userId)} and d.deleted_at is null for no key update`.execute(transaction)
      : { rows: [] }
    const [dataset] = rows
    if (!dataset) throw await changeRefusal(transaction, userId, id, 'owner')
    const { rows: shares } = await sql<{ user_id: string; role: ShareRole }>`
      select user_id, role from dataset_shares where dataset_id = ${id}`.execute(transaction)
    const before = new Map(shares.map(({ user_id, role }) => [user_id, role]))
    const after = new Map(people.map(({ user_id, role }) => [user_id.toLowerCase(), role]))
    const added = [...after].filter(([person]) => !before.has(person))
    await checkPeople(transaction, { people, owner: dataset.owner, added: added.map(([person]) => person) })

    const removed = [...before.keys()].filter((person) => !after.has(person))
    const changed = [...after].filter(([person, role]) => before.has(person) && before.get(person) !== role)
    if (removed.length > 0) {
      await sql`delete from dataset_shares where dataset_id = ${id} and user_id = any(${removed}::uuid[])`.execute(
        transaction,
      )
    }
    const written = [...added, ...changed]
    if (written.length > 0) {
      await sql`insert into dataset_shares (dataset_id, user_id, role)
        select ${id}, * from unnest(${written.map(([person]) => person)}::uuid[],
          ${written.map(([, role]) => role)}::share_role[])
        on conflict (user_id, dataset_id) do update set role = excluded.role`.execute(transaction)
    }
    const isForEveryone = everyone === 'viewer'
    if (isForEveryone !== dataset.everyone) {
      await sql`update datasets set visible_to_everyone = ${isForEveryone} where id = ${id}`.execute(transaction)
    }
    if (written.length + removed.length === 0 && isForEveryone === dataset.everyone) return undefined
    return { everyone, added: added.map(asShare), changed: changed.map(asShare), removed }
  })

const asShare = ([user_id, role]: [string, ShareRole]) => ({ user_id, role })

const checkPeople = async (
  db: Db,
  { people, owner, added }: { people: AccessChange['people']; owner: string; added: string[] },
): Promise<void> => {
  const ids = people.map(({ user_id }) => user_id.toLowerCase())
  const path = (index: number) => `people.${index}.user_id`
  const own = ids.indexOf(owner)
  if (own >= 0) throw invalid(path(own), 'The owner of a dataset needs no share of it.')
  const twice = ids.findIndex((id, index) => ids.indexOf(id) < index)
  if (twice >= 0) throw invalid(path(twice), 'This person is named twice.')
  const { rows } = await sql<{ id: string }>`
    select id from users where id = any(${added}::uuid[]) and is_active for key share`.execute(db)
  const stranger = added.find((id) => !rows.some((row) => row.id === id))
  if (stranger) throw invalid(path(ids.indexOf(stranger)), 'There is no active account with this id.')
}
