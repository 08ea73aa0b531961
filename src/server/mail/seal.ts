import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Home } from '../home.ts'
import { readOrCreateSecret } from '../secret-file.ts'

/** Locks what waits in the queue: the database alone can read no mail, and so has none of the links in it. */
export interface Seal {
  seal(value: unknown): string
  /** Throws for what this home has not sealed. */
  unseal(sealed: string): unknown
}

/** What the payload of a job carries; undefined for one that another home has sealed. */
export function unsealPayload(seal: Seal, payload: unknown): unknown {
  try {
    return seal.unseal((payload as { sealed: string }).sealed)
  } catch {
    return undefined
  }
}

/** The seal of a home: AES-256-GCM under a key of its own. */
export async function openSeal(home: Home): Promise<Seal> {
  const key = Buffer.from(await readOrCreateSecret(home, 'mail-key'), 'base64url')
  return {
    seal(value) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    unseal(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAuthTag(bytes.subarray(12, 28))
      return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'))
    },
  }
}
