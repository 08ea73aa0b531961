import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Locks a text under a key of 256 bits (AES-256-GCM). What is sealed for a `purpose` opens for no other. */
export function sealText(key: Buffer, text: string, purpose = ''): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text that `sealText` locked under this key for this purpose; throws for anything else. */
export function unsealText(key: Buffer, sealed: string, purpose = ''): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const [tagAt, textAt] = [nonceBytes, nonceBytes + tagBytes]
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, tagAt), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(tagAt, textAt))
  return Buffer.concat([decipher.update(bytes.subarray(textAt)), decipher.final()]).toString('utf8')
}
