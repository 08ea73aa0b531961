import { formatBytes } from '../../shared/format-bytes.ts'

const unitBytes: Record<string, number> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 }

/** Bytes as a person writes them: `5 GiB`, `500 MB` (binary too), `1073741824`. Undefined for anything else. */
export function parseQuota(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*(?:([kmgt])(?:i?b)?|b|bytes)?$/i.exec(text.trim()) ?? []
  if (digits === undefined) return undefined
  const bytes = Math.round(Number(digits) * (unitBytes[(unit ?? '').toLowerCase()] ?? 1))
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** Bytes as `parseQuota` reads them back without loss. */
export function quotaText(bytes: number): string {
  const short = formatBytes(bytes)
  return parseQuota(short) === bytes ? short : String(bytes)
}
