import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Home } from '../home.ts'
import { readOrCreateSecret } from '../secret-file.ts'

/** Locks the secrets of authenticator apps, so that a copy of the database makes no codes. */
export interface SecretBox {
  /** Locks a secret for one user: it opens for no other. */
  seal(secret: string, userId: string): string
  open(sealed: string, userId: string): string
}

/** With a key of its own in the home (AES-256-GCM). Without that key nobody's codes are right any more. */
export async function openSecretBox(home: Home): Promise<SecretBox> {
  const key = Buffer.from(await readOrCreateSecret(home, 'second-factor-key'), 'base64url')
  return {
    seal(secret, userId) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(userId))
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open(sealed, userId) {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(userId)).setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}
