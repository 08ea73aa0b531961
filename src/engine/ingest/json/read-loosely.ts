import { JsonPlaceError } from './feed-json.ts'
import type { JsonText } from './json-text.ts'
import { placeError } from './read-records.ts'
import { type JsonComment, relaxed, relaxJson } from './relax-json.ts'

/**
 * Reads a text as JSON and, where it is none, without its comments and needless commas. Throws `UnreadableFileError` with
 * the place where it breaks when it is no JSON even so.
 */
export async function readLoosely<T>(text: JsonText, read: (text: JsonText) => Promise<T>): Promise<T> {
  try {
    return await read(text)
  } catch (error) {
    if (!(error instanceof JsonPlaceError)) throw error
    const loose = await looseText(text)
    if (!loose) throw placeError(error)
    return await read(loose).catch((second) => {
      throw second instanceof JsonPlaceError ? placeError(second) : second
    })
  }
}

/** Tells of the comments of a text. */
export async function eachComment(text: JsonText, each: (comment: JsonComment) => void): Promise<void> {
  const relaxer = relaxJson(each)
  for await (const piece of text.pieces()) relaxer.push(piece)
  relaxer.end()
}

/** The text without what JSON does not know; undefined where it has nothing of the kind. */
async function looseText(text: JsonText): Promise<JsonText | undefined> {
  const relaxer = relaxJson()
  for await (const piece of text.pieces()) relaxer.push(piece)
  relaxer.end()
  const { comments, commas, openSince } = relaxer.found
  if (openSince !== undefined)
    throw placeError({ line: openSince, message: 'the comment that begins there does not end' })
  if (comments + commas === 0) return undefined
  return {
    ...text,
    head: relaxed(text.head).text,
    pieces: (onBytes) => withoutComments(text.pieces(onBytes)),
    loose: { comments, commas, original: text },
  }
}

async function* withoutComments(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const relaxer = relaxJson()
  for await (const piece of pieces) yield relaxer.push(piece)
  yield relaxer.end()
}
