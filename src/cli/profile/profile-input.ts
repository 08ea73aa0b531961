import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { OperatorError } from '../../server/operator-error.ts'
import { shownValue } from '../../shared/shown-value.ts'

/** The file to read, and what it is called. */
export type ProfileInput = { file: string; name: string }

/** The file a person named; the standard input (`-`), and what else can be read only once, is kept in `directory` first. */
export const openInput = async (named: string, directory: string, signal: AbortSignal): Promise<ProfileInput> => {
  if (named === '-') return keep(process.stdin, { name: 'standard input', directory, signal })
  const file = resolve(named)
  const name = basename(file)
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw refused(`${named} cannot be read: ${reasons[error.code ?? ''] ?? error.message}.`)
  })
  if (found.isDirectory()) throw refused(`${named} is a directory. Name a file, or pack it into one archive.`)
  return found.isFile() ? { file, name } : keep(createReadStream(file), { name, directory, signal })
}

const refused = (reason: string) => new OperatorError(shownValue(reason))

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you may not read it',
}

const keep = async (
  input: NodeJS.ReadableStream,
  { name, directory, signal }: { name: string; directory: string; signal: AbortSignal },
): Promise<ProfileInput> => {
  const file = join(directory, 'input')
  await pipeline(input, createWriteStream(file), { signal })
  return { file, name }
}
