/** Which kind of spreadsheet a text in tags is, by its beginning; undefined when it is none. */
export function nameMarkup(start: string): 'xml' | 'fods' | 'html' | undefined {
  if (/<(\w+:)?Workbook[\s>]/.test(start) && start.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return 'xml'
  if (/<office:document[\s>]/.test(start) && start.includes('opendocument.spreadsheet')) return 'fods'
  const isPage = /^<(!doctype html|html|head|meta|body|table|style)[\s>]/i.test(withoutComments(start))
  if (!isPage || !/<table[\s>]/i.test(start)) return undefined
  const isOfExcel = /schemas-microsoft-com:office:excel|content="?Excel\.Sheet/i.test(start)
  return isOfExcel || !/<form[\s>]|type=["']?password/i.test(start) ? 'html' : undefined
}

/** What follows the XML declaration and the comments that a page begins with. */
function withoutComments(start: string): string {
  let at = /^<\?xml[^>]*\?>\s*/i.exec(start)?.[0].length ?? 0
  while (start.startsWith('<!--', at)) {
    const end = start.indexOf('-->', at + 4)
    if (end < 0) return ''
    at = end + 3
    while (/\s/.test(start.charAt(at))) at++
  }
  return start.slice(at, at + 100)
}
