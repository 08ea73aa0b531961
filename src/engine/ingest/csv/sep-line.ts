/** The delimiter that the first line of a file names (`sep=;`, as spreadsheets read it), and the length of that line. */
export function sepLine(text: Uint8Array): { delimiter: string; bytes: number } | undefined {
  const head = Buffer.from(text.buffer, text.byteOffset, Math.min(text.length, 40)).toString('utf8')
  const found = /^"?sep=([^\r\n"]{1,8}?)"?,*(\r\n|\r|\n|$)/i.exec(head)
  return found?.[1] === undefined ? undefined : { delimiter: found[1], bytes: Buffer.byteLength(found[0]) }
}
