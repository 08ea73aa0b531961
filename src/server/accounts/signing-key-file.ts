import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from '../home.ts'
import { OperatorError } from '../operator-error.ts'
import { replaceFile } from '../replace-file.ts'
import { readOrCreateSecret } from '../secret-file.ts'
import { knownDeviceMs } from './known-device.ts'

/** A secret that signs tokens, 256 bits in base64url, and when another took its place; null for the one that signs. */
export interface StoredKey {
  secret: string
  retiredAt: Date | null
}

const name = 'access-token-key'
const line = /^([\w-]{43})(?: retired (\S+))?$/

/** The keys of the home, the first made when it is first asked for. The one that signs comes first. */
export async function readKeyFile(home: Home): Promise<StoredKey[]> {
  await readOrCreateSecret(home, name)
  const file = join(home.secrets, name)
  const keys = parse(await readFile(file, 'utf8'))
  if (keys[0] && keys.filter(({ retiredAt }) => retiredAt === null).length === 1) return keys
  throw new OperatorError(`${file} does not hold signing keys. Restore it from a back-up.`)
}

/**
 * Makes a new key sign from now on. The ones before stay believed until what they signed is over, unless they are to be
 * forgotten. Whoever reads the file meanwhile finds the old keys or the new ones, never half of them.
 */
export async function rotateKeyFile(home: Home, { now, forgetOld }: { now: Date; forgetOld: boolean }): Promise<void> {
  const before = forgetOld ? [] : await readKeyFile(home)
  const retired = before
    .map(({ secret, retiredAt }) => ({ secret, retiredAt: retiredAt ?? now }))
    .filter(({ retiredAt }) => retiredAt.getTime() + knownDeviceMs > now.getTime())
  const keys: StoredKey[] = [{ secret: randomBytes(32).toString('base64url'), retiredAt: null }, ...retired]
  await replaceFile(join(home.secrets, name), keys.map(write).join(''))
}

function parse(text: string): StoredKey[] {
  return text.split('\n').flatMap((part) => {
    const [, secret, retiredAt] = line.exec(part.trim()) ?? []
    return secret ? [{ secret, retiredAt: retiredAt ? new Date(retiredAt) : null }] : []
  })
}

const write = ({ secret, retiredAt }: StoredKey) =>
  retiredAt ? `${secret} retired ${retiredAt.toISOString()}\n` : `${secret}\n`
