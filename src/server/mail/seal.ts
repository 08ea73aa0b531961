import type { Home } from '../home.ts'
import { sealText, unsealText } from '../sealed-text.ts'
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

/** The seal of a home, under a key of its own. */
export async function openSeal(home: Home): Promise<Seal> {
  const key = Buffer.from(await readOrCreateSecret(home, 'mail-key'), 'base64url')
  return {
    seal: (value) => sealText(key, JSON.stringify(value)),
    unseal: (sealed) => JSON.parse(unsealText(key, sealed)),
  }
}
