import { problemFrom } from '../api/read-answer.ts'
import { createSseParser, type ServerEvent } from './sse-parser.ts'

/** The server sends a comment every 15 seconds; three missing ones mean that the connection is dead. */
const silenceMs = 45_000

/** Reads one event stream until it ends or `signal` aborts; calls `onOpen` when the server has answered. */
export async function readEventStream(
  address: string,
  {
    lastEventId,
    signal,
    onOpen,
    onEvent,
  }: { lastEventId: string; signal: AbortSignal; onOpen: () => void; onEvent: (event: ServerEvent) => void },
): Promise<void> {
  const silence = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(new Error('the event stream fell silent')), silenceMs)
  }
  try {
    heard()
    await read(address, { lastEventId, signal: AbortSignal.any([signal, silence.signal]), onOpen, onEvent, heard })
  } finally {
    clearTimeout(timer)
  }
}

async function read(
  address: string,
  {
    lastEventId,
    signal,
    onOpen,
    onEvent,
    heard,
  }: {
    lastEventId: string
    signal: AbortSignal
    onOpen: () => void
    onEvent: (event: ServerEvent) => void
    heard: () => void
  },
): Promise<void> {
  const answer = await fetch(address, {
    headers: { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
    cache: 'no-store',
    signal,
  })
  if (!answer.ok || !answer.body) {
    throw problemFrom(answer.status, await answer.text(), answer.headers.get('retry-after'))
  }
  onOpen()
  const parser = createSseParser(onEvent)
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    heard()
    parser.push(value)
  }
}
