import { createHash, webcrypto } from 'node:crypto'
import type { Home } from '../home.ts'
import { readKeyFile, type StoredKey } from './signing-key-file.ts'

/** A key that signs tokens, and the name by which a token says that it was this one. */
export interface SigningKey {
  id: string
  key: webcrypto.CryptoKey
  /** When another one took its place, in milliseconds since 1970. */
  retiredAt: number | null
}

/** The keys of an installation: one signs; those before it are believed until what they signed is over. */
export interface SigningKeys {
  readonly current: SigningKey
  /** The key of this id for what is good for so many milliseconds; throws for one that is not, or no longer, ours. */
  get(id: string | undefined, lastsMs: number): Promise<webcrypto.CryptoKey>
  /** Whether `get` would still find it; without a look at the disk. */
  isBelieved(id: string, lastsMs: number): boolean
  close(): void
}

const lookEveryMs = 2_000

/** A key out of a secret of 256 bits in base64url. */
export async function signingKeyFrom(secret: string, retiredAt: Date | null = null): Promise<SigningKey> {
  const bytes = Buffer.from(secret, 'base64url')
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await webcrypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify'])
  return { id: keyIdOf(secret), key, retiredAt: retiredAt?.getTime() ?? null }
}

/** The name of a key: public, and no way back to the secret. */
export function keyIdOf(secret: string): string {
  const bytes = Buffer.from(secret, 'base64url')
  return createHash('sha256').update('key id').update(bytes).digest('base64url').slice(0, 12)
}

/**
 * The keys of the settings, where there are some; the first signs and all are believed. Else those of the home, looked
 * at again every two seconds and whenever a token names a key that is not known yet, so that `datalens keys rotate` and
 * what another process signs are heard of without a restart.
 */
export async function openSigningKeys(
  home: Home,
  { accessTokenKeys, now = Date.now }: { accessTokenKeys?: string[] | undefined; now?: () => number },
): Promise<SigningKeys> {
  const read = async (): Promise<StoredKey[]> =>
    accessTokenKeys?.map((secret) => ({ secret, retiredAt: null })) ?? (await readKeyFile(home))
  const load = async () => {
    const stored = await read()
    const keys = await Promise.all(stored.map(({ secret, retiredAt }) => signingKeyFrom(secret, retiredAt)))
    return new Map(keys.map((key) => [key.id, key]))
  }

  let keys = await load()
  let loading: Promise<void> | undefined
  const loadAgain = () => {
    loading ??= load()
      .then((found) => {
        keys = found
      })
      .finally(() => {
        loading = undefined
      })
    return loading
  }
  const timer = accessTokenKeys ? undefined : setInterval(() => loadAgain().catch(() => undefined), lookEveryMs).unref()

  const find = (id: string | undefined, lastsMs: number) => {
    const found = id === undefined ? undefined : keys.get(id)
    return found && (found.retiredAt === null || now() < found.retiredAt + lastsMs) ? found : undefined
  }
  return {
    get current() {
      const [first] = keys.values()
      if (!first) throw new Error('There is no signing key.')
      return first
    },
    async get(id, lastsMs) {
      if (id !== undefined && !keys.has(id) && !accessTokenKeys) await loadAgain()
      const found = find(id, lastsMs)
      if (!found) throw new Error('No signing key has this id.')
      return found.key
    },
    isBelieved: (id, lastsMs) => find(id, lastsMs) !== undefined,
    close: () => clearInterval(timer),
  }
}
