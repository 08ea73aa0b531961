/** Which kind of spreadsheet a text in tags is, by its beginning; undefined when it is none. */
export function nameMarkup(start: string): 'xml' | 'fods' | 'html' | undefined {
  if (/<(\w+:)?Workbook[\s>]/.test(start) && start.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return 'xml'
  if (/<office:document[\s>]/.test(start) && start.includes('opendocument.spreadsheet')) return 'fods'
  const isPage =
    /^(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<(!doctype html|html|head|meta|body|table|style)[\s>]/i.test(start)
  if (!isPage || !/<table[\s>]/i.test(start)) return undefined
  const isOfExcel = /schemas-microsoft-com:office:excel|content="?Excel\.Sheet/i.test(start)
  return isOfExcel || !/<form[\s>]|type=["']?password/i.test(start) ? 'html' : undefined
}
