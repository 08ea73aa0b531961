import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SharedEventsOutside, type StreamState, shareEvents } from './shared-events.ts'
import type { ServerEvent } from './sse-parser.ts'

/** A server with event streams: what it publishes reaches every open one. */
function streamServer() {
  const open = new Set<{ lastEventId: string; onEvent: (event: ServerEvent) => void; end: (error?: Error) => void }>()
  let connects = 0
  let refuses = 0
  const connect: SharedEventsOutside['connect'] = ({ lastEventId, signal, onOpen, onEvent }) =>
    new Promise((resolve, reject) => {
      connects += 1
      if (refuses > 0) {
        refuses -= 1
        reject(new Error('refused'))
        return
      }
      const stream = {
        lastEventId,
        onEvent,
        end: (error?: Error) => {
          open.delete(stream)
          if (error) reject(error)
          else resolve()
        },
      }
      open.add(stream)
      signal.addEventListener('abort', () => stream.end(new Error('aborted')))
      onOpen()
    })
  return {
    connect,
    open,
    connects: () => connects,
    refuse: (times: number) => {
      refuses = times
    },
    publish: (id: string) => {
      for (const stream of open) stream.onEvent({ event: 'dataset', data: id, id })
    },
  }
}

/** Only one at a time, in the order of asking, as a browser's lock. */
function oneAtATime(): SharedEventsOutside['lead'] {
  let last: Promise<void> = Promise.resolve()
  return (signal, work) => {
    const mine = last.then(async () => {
      if (!signal.aborted) await work()
    })
    last = mine.catch(() => {})
    return mine
  }
}

let name = 0
let server: ReturnType<typeof streamServer>
let lead: SharedEventsOutside['lead']
let tabs: { close: () => void }[]

beforeEach(() => {
  name += 1
  server = streamServer()
  lead = oneAtATime()
  tabs = []
})
afterEach(() => {
  for (const tab of tabs) tab.close()
})

function openTab(mayReconnect = true) {
  const channel = new BroadcastChannel(`test-${name}`)
  const seen: string[] = []
  const states: StreamState[] = []
  const pauses: number[] = []
  let gaps = 0
  const stop = shareEvents(
    {
      lead,
      channel,
      connect: server.connect,
      mayReconnect: () => mayReconnect,
      pause: async (milliseconds) => {
        pauses.push(milliseconds)
      },
    },
    {
      onEvent: (event) => seen.push(event.data),
      onState: (state) => states.push(state),
      onGap: () => {
        gaps += 1
      },
      toNewcomer: () =>
        seen.filter((data) => data.startsWith('kept')).map((data) => ({ event: 'preview', data, id: '' })),
    },
  )
  const tab = {
    seen,
    states,
    pauses,
    gaps: () => gaps,
    close: () => {
      stop()
      channel.close()
    },
  }
  tabs.push(tab)
  return tab
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 30))

test('ten tabs read one stream, and each sees every event once', async () => {
  const all = Array.from({ length: 10 }, () => openTab())
  await settle()
  expect(server.open.size).toBe(1)
  server.publish('1')
  server.publish('2')
  await settle()
  for (const tab of all) expect(tab.seen).toEqual(['1', '2'])
  expect(server.connects()).toBe(1)
})

test('when the leading tab closes another goes on from the last event', async () => {
  const first = openTab()
  const second = openTab()
  await settle()
  server.publish('41')
  await settle()
  first.close()
  await settle()
  expect([...server.open].map((stream) => stream.lastEventId)).toEqual(['41'])
  server.publish('42')
  await settle()
  expect(second.seen).toEqual(['41', '42'])
  expect(first.seen).toEqual(['41'])
})

test('a lost stream is opened again with growing pauses, and every tab learns that it may have missed something', async () => {
  const leader = openTab()
  const follower = openTab()
  await settle()
  server.publish('5')
  server.refuse(3)
  for (const stream of server.open) stream.end(new Error('cut'))
  await settle()
  expect(leader.pauses).toEqual([250, 1000, 2000, 5000])
  expect([...server.open].map((stream) => stream.lastEventId)).toEqual(['5'])
  expect(leader.states.at(-1)).toBe('open')
  expect(follower.states).toEqual(expect.arrayContaining(['lost', 'open']))
  expect([leader.gaps(), follower.gaps()]).toEqual([1, 1])
})

test('a tab that opens later learns how the stream stands and what it cannot ask for', async () => {
  openTab()
  await settle()
  server.publish('1')
  server.publish('kept 2')
  await settle()
  const late = openTab()
  await settle()
  expect(late.seen).toEqual(['kept 2'])
  expect(late.states).toEqual(['open'])
  expect(late.gaps()).toBe(0)
})

test('a session that is over ends the stream for good', async () => {
  const tab = openTab(false)
  await settle()
  for (const stream of server.open) stream.end(new Error('signed out'))
  await settle()
  expect(server.connects()).toBe(1)
  expect(tab.pauses).toEqual([])
})
