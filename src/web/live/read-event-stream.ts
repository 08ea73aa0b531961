import { problemFrom } from '../api/read-answer.ts'
import { createSseParser, type ServerEvent } from './sse-parser.ts'

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
    parser.push(value)
  }
}
