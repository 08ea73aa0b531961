import { type Listener, listen } from '../events/listener.ts'

/** Something happened to a dataset. `progress` is work under way; the statuses are those of a version or the dataset. */
export interface DatasetChange {
  id: string
  what: 'progress' | 'uploaded' | 'processing' | 'ready' | 'error' | 'trashed' | 'deleted' | 'access'
}

/** What the triggers of `tell-dataset.ts` send. */
type Message = { id: string; what: DatasetChange['what'] } & (
  | { user_id: string; everyone: boolean }
  | { people: string[] }
)

/** `gap` means that any number of changes may have been missed. */
export type DatasetChangeListener = (change: DatasetChange | 'gap') => void

/** Tells of every change of a dataset, whichever process made it. */
export interface DatasetChanges {
  ready: Promise<void>
  ofDataset(id: string, listener: DatasetChangeListener): () => void
  /** What happens to the datasets a person owns or may see, and to those they may see no longer. */
  ofUser(id: string, listener: DatasetChangeListener): () => void
  ofAll(listener: DatasetChangeListener): () => void
  close(): Promise<void>
}

export interface DatasetChangesOptions {
  databaseUrl: string
  log?: (message: string, error: unknown) => void
}

/** One connection for all who listen in this process. */
export const openDatasetChanges = ({ databaseUrl, log }: DatasetChangesOptions): DatasetChanges => {
  const byDataset = new Map<string, Set<DatasetChangeListener>>()
  const byUser = new Map<string, Set<DatasetChangeListener>>()
  const everything = new Set<DatasetChangeListener>()

  const subscribe = (
    listeners: Map<string, Set<DatasetChangeListener>>,
    id: string,
    listener: DatasetChangeListener,
  ) => {
    const group = listeners.get(id) ?? new Set()
    listeners.set(id, group.add(listener))
    return () => {
      group.delete(listener)
      if (group.size === 0 && listeners.get(id) === group) listeners.delete(id)
    }
  }
  const tell = (groups: (Set<DatasetChangeListener> | undefined)[], change: DatasetChange | 'gap') => {
    for (const listener of groups.flatMap((group) => [...(group ?? [])])) listener(change)
  }
  const connection: Listener = listen({
    databaseUrl,
    channel: 'datalens_datasets',
    onMessage: (payload) => {
      const { id, what, ...told } = JSON.parse(payload) as Message
      const people = 'people' in told ? told.people : [told.user_id]
      const isForAll = 'everyone' in told && told.everyone
      const groups = isForAll ? [...byUser.values()] : people.map((person) => byUser.get(person))
      tell([everything, byDataset.get(id), ...groups], { id, what })
    },
    onGap: () => tell([everything, ...byDataset.values(), ...byUser.values()], 'gap'),
    ...(log ? { log } : {}),
  })
  return {
    ready: connection.ready,
    ofDataset: (id, listener) => subscribe(byDataset, id, listener),
    ofUser: (id, listener) => subscribe(byUser, id, listener),
    ofAll(listener) {
      everything.add(listener)
      return () => everything.delete(listener)
    },
    close: () => connection.close(),
  }
}
