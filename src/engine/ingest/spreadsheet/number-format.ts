import { currencyOf } from '../columns/currencies.ts'

/** What a number stands for by the format of its cell. `text` formats leave numbers as they are. */
export type NumberFormat =
  | { kind: 'number' | 'percent' | 'date' | 'datetime' | 'time' | 'duration' | 'text' }
  /** `currency` is the ISO 4217 code, null where the format has a sign that several currencies share. */
  | { kind: 'currency'; currency: string | null }

/** The format of a cell without one. */
export const generalFormat: NumberFormat = { kind: 'number' }

/** The formats that files name by number alone (ECMA-376, part 1, 18.8.30; 27 to 36 and 50 to 58 are East Asian). */
export function builtInFormat(id: number): NumberFormat {
  if (id === 9 || id === 10) return { kind: 'percent' }
  if ((id >= 5 && id <= 8) || id === 42 || id === 44) return { kind: 'currency', currency: null }
  if (id >= 14 && id <= 17) return { kind: 'date' }
  if ((id >= 18 && id <= 21) || id === 32 || id === 33 || id === 45 || id === 47) return { kind: 'time' }
  if (id === 22) return { kind: 'datetime' }
  if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return { kind: 'date' }
  if (id === 46) return { kind: 'duration' }
  return id === 49 ? { kind: 'text' } : generalFormat
}

/** Signs that several countries share, by the locale that a format names beside them (in hexadecimal digits). */
const ofLocales: Record<string, Record<string, string>> = {
  $: {
    ...{ '1009': 'CAD', c0c: 'CAD', c09: 'AUD', '1409': 'NZD', c04: 'HKD', '3c09': 'HKD', '404': 'TWD', '1004': 'SGD' },
    ...{ '4809': 'SGD', '80a': 'MXN', '240a': 'COP', '340a': 'CLP', '2c0a': 'ARS', '380a': 'UYU', '416': 'BRL' },
  },
  '¥': { '804': 'CNY', '4': 'CNY' },
  kr: { '41d': 'SEK', '81d': 'SEK', '414': 'NOK', '814': 'NOK', '406': 'DKK', '438': 'DKK', '40f': 'ISK' },
}

/** What stands for a currency in formats, but hardly beside numbers in texts. */
const signsOfFormats: Record<string, string | null> = { Fr: 'CHF', kr: null, 'kr.': null }

const codes = new Set(Intl.supportedValuesOf('currency'))

/** What a format code stands for. Its first section decides: the others differ in the sign of the number alone. */
export function classifyFormat(code: string): NumberFormat {
  const section = firstSection(code)
  const currency = currencyIn(section)
  const bare = section
    .replaceAll(/"[^"]*"|\\.|[_*]./g, '')
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (/^\s*(general|standard)?\s*$/.test(bare)) return generalFormat
  if (/\[(h+|m+|s+)\]/.test(bare)) return { kind: 'duration' }
  const temporal = temporalKind(bare)
  if (temporal) return { kind: temporal }
  if (bare.includes('%')) return { kind: 'percent' }
  if (currency !== undefined) return { kind: 'currency', currency }
  return bare.trim() === '@' ? { kind: 'text' } : generalFormat
}

/** The code up to the first semicolon that is neither quoted nor escaped. */
function firstSection(code: string): string {
  return /^(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;])*/.exec(code)?.[0] ?? ''
}

function temporalKind(bare: string): 'date' | 'datetime' | 'time' | undefined {
  const letters = bare.replaceAll(/am\/pm|a\/p|上午\/下午/g, 'h').replaceAll(/e[+-]/g, '')
  const hasTime = /[hs時时秒]/.test(letters)
  const hasMonth = /m/.test(
    hasTime ? letters.replaceAll(/(h[^a-z]*)m{1,2}(?!m)|(?<!m)m{1,2}([^a-z]*s)/g, '$1$2') : letters,
  )
  const hasDate = hasMonth || /[yd年月日]|g+e|^\W*b/.test(letters)
  if (hasDate) return hasTime ? 'datetime' : 'date'
  return hasTime ? 'time' : undefined
}

/** A sign that stands quoted, escaped, bare or in brackets with a locale; undefined when there is none. */
function currencyIn(section: string): string | null | undefined {
  const [, bracketed, locale] = /\[\$([^\]-]+)(?:-([^\]]*))?\]/.exec(section) ?? []
  if (bracketed?.trim()) return signOf(bracketed.trim(), locale) ?? null
  for (const [, quoted] of section.matchAll(/"([^"]*)"/g)) {
    const sign = signOf((quoted ?? '').trim())
    if (sign !== undefined) return sign
  }
  const bare = /[$€£¥￥₹₩₽₺₪₫฿]/.exec(section.replaceAll(/\[[^\]]*\]|"[^"]*"/g, ''))?.[0]
  return bare === undefined ? undefined : signOf(bare)
}

/** The currency of a sign; null where several countries share it, undefined where it is none. */
function signOf(sign: string, locale = ''): string | null | undefined {
  const local = ofLocales[sign.replace(/^kr\.$/, 'kr')]?.[locale.toLowerCase().replace(/^0+/, '')]
  if (local !== undefined) return local
  return (codes.has(sign) ? sign : currencyOf(sign)) ?? signsOfFormats[sign]
}
