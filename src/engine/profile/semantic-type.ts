import type { ColumnProfile, SemanticType } from '../../shared/profile.ts'
import { countryTexts, currencyCodes } from './country-names.ts'
import type { CountedText } from './text-patterns.ts'

/** A meaning and what speaks for it, as the column profile has them. */
export type Meaning = Pick<ColumnProfile, 'semantic_type' | 'semantic_evidence'>

/** How a meaning is told from texts: `fits` each of them; `name` is what the column must be called, where that is needed. */
type Rule = { type: SemanticType; fits: (text: string) => boolean; because: string; name?: RegExp; least?: number }

const leastShare = 0.95
const fewestTexts = 2

/** Parts of a column's name, in lower case: `PickupZip` and `pickup_zip` both have `zip`. */
const named = (words: string): RegExp => new RegExp(`(^|_)(${words})(_|\\d|$)`)
const phoneNames = named('phone|telephone|tel|mobile|cell|fax|telefon|handy|telefono|phonenumber|phone_number')
const postalNames = named('zip|zipcode|postal|postcode|postalcode|plz|cep|postleitzahl|code_postal')
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/
const ipv6 = /^(?=[0-9a-f:.]*:[0-9a-f:.]*:)(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{0,4}|(?:\d{1,3}\.){3}\d{1,3})$/i

const rules: Rule[] = [
  { type: 'email', fits: (text) => /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@.,;<>"]{2,}$/.test(text), because: 'name@domain' },
  { type: 'url', fits: (text) => /^(https?|ftp):\/\/[^\s/]+\S*$/i.test(text), because: 'scheme://host' },
  {
    type: 'uuid',
    fits: (text) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text),
    because: '32 hexadecimal digits in groups of 8-4-4-4-12',
  },
  { type: 'ip_address', fits: (text) => ipv4.test(text) || ipv6.test(text), because: 'IPv4 or IPv6 notation' },
  { type: 'iban', fits: isIban, because: 'check digits modulo 97' },
  { type: 'credit_card', fits: isCardNumber, because: '13 to 19 digits with a valid check digit' },
  { type: 'phone', fits: (text) => /^\+/.test(text) && isPhone(text), because: '+ and 7 to 15 digits' },
  { type: 'phone', fits: isPhone, name: phoneNames, because: '7 to 15 digits, and the name of the column' },
  {
    type: 'postal_code',
    fits: (text) => /^[A-Z0-9][A-Z0-9 -]{1,8}[A-Z0-9]$/i.test(text) && /\d/.test(text),
    name: postalNames,
    because: '3 to 10 letters and digits, and the name of the column',
  },
  {
    type: 'currency',
    fits: (text) => currencyCodes.has(text),
    name: named('currency|curr|ccy|waehrung|devise|moneda'),
    because: 'a code of ISO 4217, and the name of the column',
  },
  { type: 'currency', fits: (text) => currencyCodes.has(text), least: 3, because: 'a code of ISO 4217' },
  {
    type: 'country',
    fits: (text) => countryTexts.has(text.toLowerCase()),
    name: named('country|nation|land|pays|pais|nationality|country_code|iso|iso2|iso3'),
    because: 'a name or code of ISO 3166, and the name of the column',
  },
  {
    type: 'country',
    fits: (text) => text.length > 3 && countryTexts.has(text.toLowerCase()),
    because: 'an English name of ISO 3166',
  },
]

/** What texts mean, from the different ones and the rows they have; nothing where no meaning fits 95 % of those rows. */
export function meaningOfTexts(name: string, texts: readonly CountedText[]): Meaning {
  const known = texts.filter(({ text }) => text.trim() !== '')
  const of = known.reduce((sum, { count }) => sum + count, 0)
  for (const rule of rules) {
    if (known.length < (rule.least ?? fewestTexts) || (rule.name && !rule.name.test(wordsOf(name)))) continue
    const matched = known.reduce((sum, { text, count }) => sum + (rule.fits(text.trim()) ? count : 0), 0)
    if (matched / of >= leastShare) {
      return { semantic_type: rule.type, semantic_evidence: { matched, of, because: rule.because } }
    }
  }
  return { semantic_type: null, semantic_evidence: null }
}

const identifierNames = named('id|ids|key|uuid|guid|number|no|nr|num|code|ref|sku|serial')
const fewestValues = 10

/** What the values of any column mean, from its statistics: a year, a coordinate, a postal code or an identifier. */
export function meaningOfColumn(column: ColumnProfile): Meaning {
  const words = wordsOf(column.name)
  const of = column.count - column.null_count
  const found = (semantic_type: SemanticType, because: string): Meaning => ({
    semantic_type,
    semantic_evidence: { matched: of, of, because },
  })
  if (of === 0) return { semantic_type: null, semantic_evidence: null }
  const [min, max] = [Number(column.min), Number(column.max)]
  if (column.kind === 'numeric' && column.infinite_count === 0 && column.nan_count === 0) {
    if (named('lat|latitude').test(words) && min >= -90 && max <= 90)
      return found('latitude', 'from -90 to 90, and the name of the column')
    if (named('lon|lng|long|longitude').test(words) && min >= -180 && max <= 180)
      return found('longitude', 'from -180 to 180, and the name of the column')
    if (column.integers_only && postalNames.test(words) && min >= 100 && max < 1e9)
      return found('postal_code', 'whole numbers, and the name of the column')
    if (column.integers_only && named('year|years|jahr|annee|ano|anno').test(words) && min >= 1000 && max <= 2200)
      return found('year', 'whole numbers from 1000 to 2200, and the name of the column')
    if (column.integers_only && of >= fewestValues && (column.distinct_count ?? 0) >= 3 && min >= 1900 && max <= 2100)
      return found('year', 'whole numbers from 1900 to 2100')
  }
  const isWhole = column.kind === 'text' || (column.kind === 'numeric' && column.integers_only)
  if (isWhole && of >= fewestValues && column.distinct_count === of && column.null_count === 0) {
    if (identifierNames.test(words)) return found('identifier', 'every value is different, and the name of the column')
    if (column.kind === 'numeric' && max - min === of - 1) return found('identifier', 'every whole number once')
  }
  return { semantic_type: null, semantic_evidence: null }
}

/** A column's name as lower-case words with `_` between them. */
export function wordsOf(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, '_')
}

function isPhone(text: string): boolean {
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return false
  const digits = text.replace(/\D/g, '').length
  return digits >= 7 && digits <= 15
}

/** The check digit of Luhn (1960). */
function isCardNumber(text: string): boolean {
  if (!/^\d{4}[ -]?\d{4,6}[ -]?\d{4,5}[ -]?\d{0,7}$/.test(text)) return false
  const digits = text.replace(/\D/g, '')
  if (digits.length < 13 || digits.length > 19 || !/^[2-6]/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** The check digits of ISO 13616: the number of all characters leaves 1 modulo 97. */
function isIban(text: string): boolean {
  const compact = text.replace(/ /g, '')
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact)) return false
  let rest = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest === 1
}
