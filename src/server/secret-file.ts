import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from './home.ts'
import { OperatorError } from './operator-error.ts'

/** A secret of 256 bits in base64url, made when it is first asked for and kept in the home, readable by its owner alone. */
export async function readOrCreateSecret(home: Home, name: string): Promise<string> {
  const file = join(home.secrets, name)
  return (await findSecret(file)) ?? (await createSecret(file)) ?? (await readFile(file, 'utf8')).trim()
}

async function findSecret(file: string): Promise<string | undefined> {
  try {
    const secret = (await readFile(file, 'utf8')).trim()
    if (secret.length < 43)
      throw new OperatorError(`${file} does not hold a secret of 256 bits. Restore it from a back-up.`)
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function createSecret(file: string): Promise<string | undefined> {
  const secret = randomBytes(32).toString('base64url')
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(aside, 'wx', 0o600)
  try {
    await handle.writeFile(`${secret}\n`)
    await handle.sync()
    await link(aside, file)
    return secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    throw error
  } finally {
    await handle.close()
    await rm(aside)
  }
}
