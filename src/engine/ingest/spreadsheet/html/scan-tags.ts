/** What stands between `<` and `>` in a page: a tag with its name in small letters, a piece of plain text, or nothing. */
export type ScannedTag = {
  start: number
  end: number
  cdata?: string
  tag?: { isEnd: boolean; name: string; attributes: string }
}

const tagName = /[a-zA-Z][\w:-]*/y
const blank = /\s/

/** The tags, comments and sections of a page in their order, in time that grows as the page does. */
export function* scanTags(html: string): Generator<ScannedTag> {
  const lastEnd = html.lastIndexOf('>')
  let hasSectionEnds = true
  let areQuotesKept = true
  let start = html.indexOf('<')
  while (start >= 0) {
    let end = start + 1
    if (html.startsWith('<!--', start)) {
      const close = html.indexOf('-->', start + 4)
      end = close < 0 ? html.length : close + 3
      yield { start, end }
    } else if (start > lastEnd) return
    else if (html[start + 1] === '!' || html[start + 1] === '?') {
      const isSection: boolean = hasSectionEnds && html.startsWith('<![CDATA[', start)
      const close: number = isSection ? html.indexOf(']]>', start + 9) : -1
      if (isSection) hasSectionEnds = close >= 0
      end = close < 0 ? html.indexOf('>', start) + 1 : close + 3
      yield close < 0 ? { start, end } : { start, end, cdata: html.slice(start + 9, close) }
    } else {
      const isEnd = html[start + 1] === '/'
      tagName.lastIndex = start + (isEnd ? 2 : 1)
      const name = tagName.exec(html)?.[0]
      if (name !== undefined) {
        const from = tagName.lastIndex
        let close = areQuotesKept ? endOfTag(html, from) : html.indexOf('>', from)
        if (close < 0) {
          areQuotesKept = false
          close = html.indexOf('>', from)
        }
        if (close < 0) return
        end = close + 1
        yield { start, end, tag: { isEnd, name: name.toLowerCase(), attributes: html.slice(from, close) } }
      }
    }
    start = html.indexOf('<', end)
  }
}

/** Where the `>` of a tag is; one in quotes is none, and quotes are such only where a value begins. -1 when there is none. */
function endOfTag(html: string, from: number): number {
  for (let at = from; at < html.length; at++) {
    if (html[at] === '>') return at
    if (html[at] !== '=') continue
    do at++
    while (blank.test(html.charAt(at)))
    const quote = html[at]
    const close = quote === '"' || quote === "'" ? html.indexOf(quote, at + 1) : -1
    if (close >= 0) at = close
    else if (quote === '"' || quote === "'") return -1
    else {
      while (at < html.length && html[at] !== '>' && !blank.test(html.charAt(at))) at++
      at--
    }
  }
  return -1
}
