/** Where in a text: lines and columns count from 1, columns in Unicode characters. */
export type SqlPlace = { line: number; column: number }

/** SQL that cannot be answered: the message is for its author, `place` is there where one is to blame. */
export class SqlError extends Error {
  override name = 'SqlError'
  readonly place: SqlPlace | undefined

  constructor(message: string, place?: SqlPlace) {
    super(message)
    this.place = place
  }
}

/** The place of a byte of a text in UTF-8, as DuckDB's binder counts; undefined for one that the text does not have. */
export function placeOfByte(sql: string, byte: number): SqlPlace | undefined {
  const bytes = Buffer.from(sql)
  return byte >= 0 && byte <= bytes.length ? placeAfter(bytes.subarray(0, byte).toString()) : undefined
}

/** The place of a character of a text, as DuckDB's parser counts. */
export function placeOfCharacter(sql: string, character: number): SqlPlace | undefined {
  const characters = [...sql]
  return character >= 0 && character <= characters.length
    ? placeAfter(characters.slice(0, character).join(''))
    : undefined
}

function placeAfter(text: string): SqlPlace {
  const lines = text.split('\n')
  return { line: lines.length, column: [...(lines.at(-1) as string)].length + 1 }
}
