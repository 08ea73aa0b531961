export interface ReadEvent {
  event: string
  id: string
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it expects.
  data: any
}

/** A stream of server-sent events, read as it comes. */
export interface EventReader extends AsyncDisposable {
  status: number
  headers: Headers
  /** What has come so far. */
  all: ReadEvent[]
  /** The first event, among those that have come and those that will, that `fits`. */
  until(fits: (event: ReadEvent) => boolean): Promise<ReadEvent>
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>
}

const patienceMs = 30_000

/** Opens a stream of events and keeps what it says. */
export const openEvents = async (url: string, headers: Record<string, string>): Promise<EventReader> => {
  const abort = new AbortController()
  const answer = await fetch(url, { headers, signal: abort.signal })
  const all: ReadEvent[] = []
  const waiting = new Set<() => void>()
  const read = async () => {
    let rest = ''
    for await (const text of (answer.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()).pipeThrough(
      new TextDecoderStream(),
    )) {
      const messages = (rest + text).split('\n\n')
      rest = messages.pop() ?? ''
      for (const message of messages) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(message)?.[1] ?? ''
        if (field('event')) all.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data')) })
      }
      for (const check of waiting) check()
    }
  }
  const ended = read().catch((error) => {
    if (!abort.signal.aborted) throw error
  })
  ended.catch(() => {})
  return {
    status: answer.status,
    headers: answer.headers,
    all,
    ended,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const found = all.find(fits)
          if (!found) return
          clearTimeout(timer)
          waiting.delete(check)
          resolve(found)
        }
        const timer = setTimeout(() => {
          waiting.delete(check)
          reject(new Error(`No such event within ${patienceMs} ms; there were ${JSON.stringify(all).slice(0, 2000)}`))
        }, patienceMs)
        waiting.add(check)
        check()
      }),
    async [Symbol.asyncDispose]() {
      abort.abort()
      await ended.catch(() => {})
    },
  }
}
