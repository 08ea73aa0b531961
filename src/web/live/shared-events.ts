import type { ServerEvent } from './sse-parser.ts'

export type StreamState = 'connecting' | 'open' | 'lost'

type Message = { kind: 'event'; event: ServerEvent } | { kind: 'state'; state: StreamState } | { kind: 'hello' }

/** What lies outside: the lock that only one tab holds, the channel between tabs, the stream itself and the clock. */
export type SharedEventsOutside = {
  lead: (signal: AbortSignal, work: () => Promise<void>) => Promise<void>
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'removeEventListener'>
  /** Resolves when the stream ends, rejects when it fails. */
  connect: (options: {
    lastEventId: string
    signal: AbortSignal
    onOpen: () => void
    onEvent: (event: ServerEvent) => void
  }) => Promise<void>
  /** Says whether trying again can help after `error`. */
  mayReconnect: (error: unknown) => boolean
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

const backOffMs = [250, 1000, 2000, 5000, 10_000, 20_000]

/**
 * One event stream for all tabs of a browser: the tab that holds the lock reads it and passes every event on; when it
 * goes, the next one takes over from the last event it saw. `onGap` says that events may have been missed.
 */
export function shareEvents(
  outside: SharedEventsOutside,
  {
    onEvent,
    onState,
    onGap,
    toNewcomer,
  }: {
    onEvent: (event: ServerEvent) => void
    onState: (state: StreamState) => void
    onGap: () => void
    /** What a tab that opens later must hear and cannot ask the server for. */
    toNewcomer: () => ServerEvent[]
  },
): () => void {
  const stop = new AbortController()
  let lastEventId = ''
  let state: StreamState = 'connecting'
  let isLeading = false

  const take = (event: ServerEvent) => {
    if (event.id) lastEventId = event.id
    onEvent(event)
  }
  const enter = (next: StreamState) => {
    if (next === 'open' && state === 'lost') onGap()
    state = next
    onState(next)
  }
  const send = (message: Message) => outside.channel.postMessage(message)

  const listen = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'event') take(data.event)
    else if (data.kind === 'state') enter(data.state)
    else if (isLeading) {
      send({ kind: 'state', state })
      for (const event of toNewcomer()) send({ kind: 'event', event })
    }
  }
  outside.channel.addEventListener('message', listen as (event: Event) => void)
  send({ kind: 'hello' })

  const lead = async () => {
    isLeading = true
    let failures = 0
    while (!stop.signal.aborted) {
      try {
        await outside.connect({
          lastEventId,
          signal: stop.signal,
          onOpen: () => {
            failures = 0
            enter('open')
            send({ kind: 'state', state: 'open' })
          },
          onEvent: (event) => {
            take(event)
            send({ kind: 'event', event })
          },
        })
      } catch (error) {
        if (stop.signal.aborted || !outside.mayReconnect(error)) return
      }
      enter('lost')
      send({ kind: 'state', state: 'lost' })
      await outside.pause(backOffMs[Math.min(failures, backOffMs.length - 1)] ?? 20_000, stop.signal)
      failures += 1
    }
  }
  void outside.lead(stop.signal, lead).catch(() => {})

  return () => {
    stop.abort()
    isLeading = false
    outside.channel.removeEventListener('message', listen as (event: Event) => void)
  }
}
