const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * The text of a string of valid JSON. Half of a character, which no text can hold, stays the escape that it is written as
 * (`hasEscapes`).
 */
export function textOf(bytes: Buffer, start: number, end: number): { text: string; hasEscapes: boolean } {
  const raw = bytes.toString('utf8', start + 1, end - 1)
  if (!raw.includes('\\')) return { text: raw, hasEscapes: false }
  const text = JSON.parse(bytes.toString('utf8', start, end)) as string
  if (text.isWellFormed()) return { text, hasEscapes: false }
  return { text: text.replace(loneSurrogate, (half) => `\\u${half.charCodeAt(0).toString(16)}`), hasEscapes: true }
}

/** Whether a nested value holds half of a character, which DuckDB does not take for JSON. */
export function hasLoneSurrogate(json: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(json)) return false
  const alone = json.replaceAll(/\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/g, '')
  return /\\u[dD][89a-fA-F]/.test(alone)
}

/**
 * Whether numbers of a nested value, outside of strings, are repeated by neither a 64-bit integer nor a double (`isInexact`),
 * and whether whole ones are by no double (`isBeyondDoubles`).
 */
export function precisionOf(json: string): { isInexact: boolean; isBeyondDoubles: boolean } {
  const numbers = withoutStrings(json).match(/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|NaN|Infinity/g) ?? []
  const long = numbers.filter((text) => text.length > 15 || /[eEN]/.test(text))
  return {
    isInexact: long.some((text) => !isExact(text)),
    isBeyondDoubles: long.some((text) => /^-?\d+$/.test(text) && BigInt(Number(text)) !== BigInt(text)),
  }
}

/** A regular expression would exhaust its stack on a string of some megabytes. */
function withoutStrings(json: string): string {
  const kept: string[] = []
  let at = 0
  for (let open = json.indexOf('"'); open >= 0; open = json.indexOf('"', at)) {
    kept.push(json.slice(at, open))
    at = endOfString(json, open)
  }
  kept.push(json.slice(at))
  return kept.join('""')
}

function endOfString(json: string, open: number): number {
  let quote = json.indexOf('"', open + 1)
  while (quote >= 0 && isEscaped(json, quote)) quote = json.indexOf('"', quote + 1)
  return quote < 0 ? json.length : quote + 1
}

function isEscaped(json: string, at: number): boolean {
  let before = at
  while (json[before - 1] === '\\') before--
  return (at - before) % 2 === 1
}

function isExact(text: string): boolean {
  if (!/^[-\d]/.test(text)) return false
  if (/^-?\d+$/.test(text)) return BigInt.asIntN(64, BigInt(text)) === BigInt(text)
  const digits = (number: string) =>
    number
      .replace(/[eE].*/, '')
      .replaceAll(/[-.]/g, '')
      .replace(/^0+/, '')
      .replace(/0+$/, '')
  return digits(String(Number(text))) === digits(text)
}
