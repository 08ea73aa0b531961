import { formatCount } from '../../../shared/format-numbers.ts'
import type { DatasetAccess } from '../../../shared/sharing.ts'

type Named = { username: string; full_name: string | null }

/** What people call somebody. */
export const nameOf = ({ username, full_name }: Named): string => full_name ?? username

/** The answer to "Who can see this?" for somebody who may ask: one sentence. */
export function whoCanSee({ owner, everyone, people }: DatasetAccess, myId: string): string {
  if (everyone) return 'Everyone with an account here can see this.'
  const others = [{ ...owner, user_id: owner.id, is_active: true }, ...people].filter(
    ({ user_id, is_active }) => is_active && user_id !== myId,
  )
  if (others.length === 0) return 'Only you can see this.'
  const shown = others.slice(0, others.length > 3 ? 2 : 3).map(nameOf)
  const rest = others.length - shown.length
  const names = ['You', ...shown, ...(rest > 0 ? [`${formatCount(rest)} others`] : [])]
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} can see this.`
}
