import type { EntityManager } from '@mikro-orm/postgresql'
import type { PersonalToken, TokenRequest } from '../../shared/tokens.ts'
import { PersonalTokenEntity, type PersonalTokenRow } from './personal-token.ts'
import { hashToken, newTokenText } from './token-text.ts'
import { UserEntity } from './user.ts'

/** Makes a personal access token; its text is known here and never again. */
export async function createToken(
  em: EntityManager,
  userId: string,
  { name, scopes, expires_at: expiresAt }: TokenRequest,
): Promise<{ token: PersonalTokenRow; text: string }> {
  const text = newTokenText()
  const token = em.create(PersonalTokenEntity, {
    user: em.getReference(UserEntity, userId),
    name,
    scopes,
    tokenHash: hashToken(text),
    expiresAt: expiresAt ? new Date(expiresAt) : null,
  })
  await em.flush()
  return { token, text }
}

/** The tokens of a user, the newest first, those that have expired too. */
export async function listTokens(
  em: EntityManager,
  userId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<[PersonalTokenRow[], number]> {
  const orderBy = { createdAt: 'desc', id: 'asc' } as const
  return await em.findAndCount(PersonalTokenEntity, { user: userId }, { orderBy, limit, offset })
}

/** Ends a token of a user for good; says whether there was one. */
export async function revokeToken(em: EntityManager, userId: string, tokenId: string): Promise<boolean> {
  return (await em.nativeDelete(PersonalTokenEntity, { id: tokenId, user: userId })) > 0
}

/** A token as its owner sees it. */
export function presentToken(token: PersonalTokenRow): PersonalToken {
  return {
    id: token.id,
    name: token.name,
    scopes: token.scopes,
    created_at: token.createdAt.toISOString(),
    expires_at: token.expiresAt?.toISOString() ?? null,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
  }
}
