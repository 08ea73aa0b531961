import type { UserRow } from './user.ts'

/**
 * What a mail calls somebody: by their full name only where the address is known to be theirs. Anybody can register with
 * the address of a stranger and a sentence for a name, and we would carry it there. Nor by a username that mail programs
 * would make a link of.
 */
export const nameInMail = ({
  emailVerified,
  fullName,
  username,
}: Pick<UserRow, 'emailVerified' | 'fullName' | 'username'>): string => {
  if (emailVerified) return fullName ?? username
  return username.includes('.') ? 'there' : username
}
