/** Capitals of Unicode 16 and 17, which DuckDB's tables do not know yet. */
const newer =
  /[\u{1c89}\u{a7cb}\u{a7cc}\u{a7ce}\u{a7d2}\u{a7d4}\u{a7da}\u{a7dc}\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]/u
const special = /[İΣ]/u

/**
 * A text in the simple lower case of Unicode, letter by letter as DuckDB's `lower` does it: what `contains`, `starts_with`,
 * `ends_with` and the quick search compare. It has as many UTF-16 units as the text.
 */
export const foldCase = (text: string): string => {
  if (!special.test(text) && !newer.test(text)) return text.toLowerCase()
  return Array.from(text, (letter) => (letter === 'İ' ? 'i' : newer.test(letter) ? letter : letter.toLowerCase())).join(
    '',
  )
}
