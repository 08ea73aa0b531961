export type ServerEvent = { event: string; data: string; id: string }

/** Reads a server-sent event stream chunk by chunk (WHATWG HTML, "Interpreting an event stream"). */
export function createSseParser(onEvent: (event: ServerEvent) => void, onRetry?: (milliseconds: number) => void) {
  let rest = ''
  let event = ''
  let data: string[] = []
  let id = ''
  let isFirst = true

  const takeLine = (line: string) => {
    if (line === '') {
      if (data.length > 0) onEvent({ event: event || 'message', data: data.join('\n'), id })
      event = ''
      data = []
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) id = value
    else if (field === 'retry' && /^\d+$/.test(value)) onRetry?.(Number(value))
  }

  return {
    push(chunk: string) {
      rest += isFirst ? chunk.replace(/^\uFEFF/, '') : chunk
      if (chunk !== '') isFirst = false
      let start = 0
      while (start < rest.length) {
        const end = nextLineEnd(rest, start)
        if (end < 0 || (rest[end] === '\r' && end === rest.length - 1)) break
        takeLine(rest.slice(start, end))
        start = end + (rest[end] === '\r' && rest[end + 1] === '\n' ? 2 : 1)
      }
      rest = rest.slice(start)
    },
  }
}

function nextLineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\n' || text[at] === '\r') return at
  }
  return -1
}
