import { type TokenScope, tokenScopes } from '../../shared/tokens.ts'

const words: Record<TokenScope, string> = { read: 'read', write: 'read and change', admin: 'everything you may' }

/** What a token may do, in a few words: each scope includes the ones before it. */
export function scopeWords(scopes: TokenScope[]): string {
  const widest = tokenScopes.findLast((scope) => scopes.includes(scope))
  return widest ? words[widest] : 'nothing'
}

/** What a new token may be for. */
export const scopeOptions = [
  { value: 'read', label: 'Read datasets and ask questions' },
  { value: 'write', label: 'Read and change' },
  { value: 'admin', label: 'Everything, administration too' },
] as const satisfies { value: TokenScope; label: string }[]

/** How long a new token may last. */
export const lifetimeOptions = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'never', label: 'Until it is revoked' },
] as const

/** How long a new token may last: days, or `never`. */
export type Lifetime = (typeof lifetimeOptions)[number]['value']

/** When a token ends that is made now; null for never. */
export function endOf(lifetime: Lifetime, now: number): string | null {
  return lifetime === 'never' ? null : new Date(now + Number(lifetime) * 24 * 60 * 60_000).toISOString()
}
