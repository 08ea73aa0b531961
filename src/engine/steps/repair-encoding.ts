import { quoteText } from '../sql-text.ts'

/** What bytes 0x80 to 0x9f are in Windows-1252; the five it leaves out are the control characters of their number. */
const highBytes =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

const code = (character: string) => `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`
const follower = `[${[...highBytes].map(code).join('')}\\x{80}-\\x{bf}]`

/** Signs that a text is UTF-8 that was read as Windows-1252; the same that the profile warns of. */
const signs = String.raw`\x{c3}${follower}|\x{c2}[\x{a0}-\x{bf}]|\x{e2}\x{20ac}${follower}`

/** What one character of UTF-8 may have become, or any one character. */
const parts = String.raw`[\x{c2}-\x{df}]${follower}|[\x{e0}-\x{ef}]${follower}{2}|[\x{f0}-\x{f4}]${follower}{3}|(?s:.)`

/**
 * Text read again as the UTF-8 it was before somebody read it as Windows-1252. Only texts with a sign of that are
 * touched, and of these only what is UTF-8; everything else stays.
 */
export function repairedSql(sql: string): string {
  const byte = `CASE WHEN unicode(letter) BETWEEN 160 AND 255 THEN chr(unicode(letter)) ELSE chr(127 + instr(${quoteText(highBytes)}, letter)::INTEGER) END`
  const bytes = `list_transform(regexp_extract_all(part, '(?s:.)'), lambda letter: printf('%02x', unicode(${byte})))`
  const part = `CASE WHEN length(part) > 1 THEN coalesce(TRY(decode(unhex(array_to_string(${bytes}, '')))), part) ELSE part END`
  return `CASE WHEN regexp_matches(${sql}, '${signs}')
    THEN array_to_string(list_transform(regexp_extract_all(${sql}, '${parts}'), lambda part: ${part}), '') ELSE ${sql} END`
}
