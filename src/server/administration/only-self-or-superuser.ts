import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problem-error.ts'

/**
 * Everybody may ask for themselves by their own id, only superusers for anybody else. Comes before the id is looked at, so
 * that the answer does not tell whether it is one.
 */
export const onlySelfOrSuperuser = async ({ user, params }: FastifyRequest): Promise<void> => {
  if (user.isSuperuser || (params as { id?: string }).id === user.id) return
  throw new Problem('forbidden', 'Only an administrator may do this.')
}
