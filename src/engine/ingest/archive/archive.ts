/** A file within an archive. Its name is shown and never used as a path; sizes are bytes, as the archive states them. */
export type ArchiveEntry = { name: string; packedSize: number; size: number }

/** An open archive: its files (no folders) in their order. */
export type Archive = {
  entries: ArchiveEntry[]
  /** The bytes of the file at this place of `entries`. Fails with `UnreadableFileError` where they cannot be read. */
  read(place: number): AsyncIterable<Buffer>
  close(): Promise<void>
}

/** More files than this are no collection of tables. */
export const mostEntries = 100_000

/** A name as it can be shown: whatever its bytes are, one line of at most 200 characters, with `/` between folders. */
export function shownName(name: string): string {
  const clean = name
    .replaceAll('\\', '/')
    .replace(/^(\.{0,2}\/)+/, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is replaced
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .toWellFormed()
  return clean.length > 200 ? `…${clean.slice(-199).toWellFormed()}` : clean
}
