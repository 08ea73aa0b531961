import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { z } from 'zod'
import { datasetPreviewSchema, datasetSchema } from '../../shared/dataset.ts'
import { withBrowserLock } from '../api/browser-lock.ts'
import { hasCode, Unreachable } from '../api/problem.ts'
import { refreshSession } from '../api/refresh-session.ts'
import { apiUrl, endSession } from '../api/request.ts'
import { cacheDataset, forgetDataset } from '../datasets/dataset-cache.ts'
import { previewKey } from '../datasets/dataset-queries.ts'
import { isSigningOut } from '../session/session.ts'
import { createStore, useStore } from '../ui/create-store.ts'
import { readEventStream } from './read-event-stream.ts'
import { type StreamState, shareEvents } from './shared-events.ts'
import type { ServerEvent } from './sse-parser.ts'

/** How the one event stream of this browser stands. */
export const streamState = createStore<StreamState>('connecting')

const previewSchema = datasetPreviewSchema.extend({ dataset_id: z.uuid() })
const deletedSchema = z.object({ id: z.uuid() })

/** Keeps every dataset on the screen as the server has it now, until the person signs out. */
export function useLiveDatasets(personId: string): void {
  const client = useQueryClient()
  const isLeaving = useStore(isSigningOut)
  useEffect(() => {
    if (isLeaving) return
    const previews = new Map<string, ServerEvent>()
    const channel = new BroadcastChannel(`datalens.events.${personId}`)
    const stop = shareEvents(
      {
        channel,
        lead: (signal, work) => withBrowserLock(`events.${personId}`, signal, work),
        connect: connectWithSession,
        mayReconnect: (error) => !hasCode(error, 'not_authenticated', 'session_ended', 'inactive'),
        pause,
      },
      {
        onEvent: (event) => take(client, event, previews),
        onState: (state) => streamState.set(state),
        onGap: () => void client.invalidateQueries({ queryKey: ['datasets'] }),
        toNewcomer: () => [...previews.values()],
      },
    )
    return () => {
      stop()
      channel.close()
    }
  }, [client, personId, isLeaving])
}

/** Puts an event where the page keeps what it tells of. The first rows of a file come once, so they are kept. */
function take(client: QueryClient, event: ServerEvent, previews: Map<string, ServerEvent>): void {
  const data = readJson(event.data)
  if (event.event === 'dataset') {
    const dataset = datasetSchema.safeParse(data).data
    if (!dataset) return
    if (!dataset.job) previews.delete(dataset.id)
    cacheDataset(client, dataset)
  } else if (event.event === 'preview') {
    const preview = previewSchema.safeParse(data).data
    if (!preview) return
    previews.set(preview.dataset_id, event)
    client.setQueryData(previewKey(preview.dataset_id), preview)
  } else if (event.event === 'deleted') {
    const deleted = deletedSchema.safeParse(data).data
    if (deleted) forgetDataset(client, deleted.id)
  }
}

const connectWithSession: Parameters<typeof shareEvents>[0]['connect'] = async (options) => {
  const sentAt = Date.now()
  try {
    await readEventStream(apiUrl('/events'), options)
  } catch (error) {
    if (hasCode(error, 'inactive')) endSession()
    if (!hasCode(error, 'token_expired', 'not_authenticated')) throw error
    const renewed = await refreshSession(sentAt).catch((cause) => {
      throw new Unreachable(cause)
    })
    if (!renewed) throw error
    await readEventStream(apiUrl('/events'), options)
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds * (0.75 + Math.random() * 0.5))
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
