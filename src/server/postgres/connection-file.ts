import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { Home } from '../home.ts'

/** Tells the command line how to reach the embedded server while it runs. Nobody but the owner may read it. */
export async function writeConnectionFile(home: Home, url: string): Promise<void> {
  const aside = `${home.connectionFile}.new`
  await rm(aside, { force: true })
  await writeFile(aside, `${JSON.stringify({ url })}\n`, { mode: 0o600, flag: 'wx' })
  await rename(aside, home.connectionFile)
}

export async function findConnection(home: Home): Promise<string | undefined> {
  const text = await readFile(home.connectionFile, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as { url: string }).url
}

export function removeConnectionFile(home: Home): Promise<void> {
  return rm(home.connectionFile, { force: true })
}
