import type { Home } from '../home.ts'
import { sealText, unsealText } from '../sealed-text.ts'
import { readOrCreateSecret } from '../secret-file.ts'

/** Locks the secrets of authenticator apps, so that a copy of the database makes no codes. */
export interface SecretBox {
  /** Locks a secret for one user: it opens for no other. */
  seal(secret: string, userId: string): string
  open(sealed: string, userId: string): string
}

/** With a key of its own in the home. Without that key nobody's codes are right any more. */
export async function openSecretBox(home: Home): Promise<SecretBox> {
  const key = Buffer.from(await readOrCreateSecret(home, 'second-factor-key'), 'base64url')
  return {
    seal: (secret, userId) => sealText(key, secret, userId),
    open: (sealed, userId) => unsealText(key, sealed, userId),
  }
}
