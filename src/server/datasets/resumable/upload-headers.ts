import { createHash, type Hash } from 'node:crypto'
import { Problem } from '../../http/problem-error.ts'

/** The one version of the protocol that is spoken here (tus.io). */
export const tusVersion = '1.0.0'

const algorithms = ['sha256', 'sha1'] as const

/** What `Tus-Checksum-Algorithm` offers. */
export const checksumAlgorithms = algorithms.join(',')

/** The digest that the bytes of one request must have. */
export interface Checksum {
  hash: Hash
  expected: Buffer
}

/** `filename dmlzaXRzLmNzdg==,title VmlzaXRz`: names and their values in base64, which may be left out. */
export const parseMetadata = (header: string | undefined): Record<string, string> => {
  if (!header?.trim()) return {}
  const pairs = header.split(',').map((pair) => pair.trim().split(/ +/))
  const metadata: Record<string, string> = {}
  for (const [name = '', value = '', ...rest] of pairs) {
    if (!name || rest.length > 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
      throw malformed('`Upload-Metadata` is not a list of names, each with a value in base64.')
    }
    if (Object.hasOwn(metadata, name)) throw malformed(`\`Upload-Metadata\` has the name \`${name}\` twice.`)
    metadata[name] = Buffer.from(value, 'base64').toString()
  }
  return metadata
}

export const writeMetadata = (metadata: Record<string, string>): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')

/** `sha256 2cf24dba...` in base64; undefined where nothing is to be checked. */
export const parseChecksum = (header: string | undefined): Checksum | undefined => {
  if (header === undefined) return undefined
  const [name, digest] = header.trim().split(/ +/)
  const algorithm = algorithms.find((known) => known === name)
  if (!algorithm || !digest) {
    throw malformed(`\`Upload-Checksum\` is one of ${algorithms.join(', ')}, a blank, and the digest in base64.`)
  }
  return { hash: createHash(algorithm), expected: Buffer.from(digest, 'base64') }
}

/** A header that is a number of bytes. */
export const parseBytes = (name: string, header: string | undefined): number => {
  const bytes = Number(header)
  if (header === undefined || !/^\d{1,16}$/.test(header) || !Number.isSafeInteger(bytes)) {
    throw malformed(`\`${name}\` must be a number of bytes.`)
  }
  return bytes
}

const malformed = (detail: string) => new Problem('invalid', detail)
