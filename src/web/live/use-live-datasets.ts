import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { z } from 'zod'
import { datasetSchema } from '../../shared/dataset.ts'
import { withBrowserLock } from '../api/browser-lock.ts'
import { hasCode, Unreachable } from '../api/problem.ts'
import { refreshSession } from '../api/refresh-session.ts'
import { apiUrl } from '../api/request.ts'
import { cacheDataset } from '../datasets/dataset-cache.ts'
import { createStore } from '../ui/create-store.ts'
import { readEventStream } from './read-event-stream.ts'
import { type StreamState, shareEvents } from './shared-events.ts'

/** How the one event stream of this browser stands. */
export const streamState = createStore<StreamState>('connecting')

const previewSchema = z.object({ dataset_id: z.uuid() }).loose()

/** Keeps every dataset on the screen as the server has it now. */
export function useLiveDatasets(personId: string): void {
  const client = useQueryClient()
  useEffect(() => {
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
        onEvent: ({ event, data }) => {
          if (event === 'dataset') {
            const dataset = datasetSchema.safeParse(readJson(data))
            if (dataset.success) cacheDataset(client, dataset.data)
          }
          if (event === 'preview') {
            const preview = previewSchema.safeParse(readJson(data))
            if (preview.success) client.setQueryData(['datasets', 'preview', preview.data.dataset_id], preview.data)
          }
        },
        onState: (state) => streamState.set(state),
        onGap: () => void client.invalidateQueries({ queryKey: ['datasets'] }),
      },
    )
    return () => {
      stop()
      channel.close()
    }
  }, [client, personId])
}

const connectWithSession: Parameters<typeof shareEvents>[0]['connect'] = async (options) => {
  const sentAt = Date.now()
  try {
    await readEventStream(apiUrl('/events'), options)
  } catch (error) {
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
