import type { EntityManager } from '@mikro-orm/postgresql'
import { z } from 'zod'
import { UserEntity, type UserRow } from '../accounts/user.ts'
import { notFound } from '../http/problem-error.ts'

export const personParams = z.object({ id: z.uuid().toLowerCase().describe('The id of the user, a UUID.') })

/** The row of anybody who has an account. */
export const getPerson = async (em: EntityManager, id: string): Promise<UserRow> => {
  const person = await em.findOne(UserEntity, id)
  if (!person) throw notFound('This person')
  return person
}
