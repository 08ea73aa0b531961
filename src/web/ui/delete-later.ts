import { createStore, useStore } from './create-store.ts'
import { dismissNotice, notify } from './notice.tsx'

const waiting = createStore<ReadonlySet<string>>(new Set())

/** The ids of what the person deleted and may still take back: lists leave them out. */
export const useWaitingToGo = (): ReadonlySet<string> => useStore(waiting)

/**
 * Hides something at once and says so; it is deleted when that notice goes, with the page at the latest. Undo then
 * brings back the very same, wherever it is used.
 */
export function deleteLater(id: string, text: string, remove: () => Promise<unknown>): void {
  if (waiting.get().has(id)) return
  const show = () => {
    removeEventListener('pagehide', dismissNotice)
    waiting.set((now) => new Set([...now].filter((one) => one !== id)))
  }
  notify({
    text,
    action: { label: 'Undo', run: show },
    onGone: () => {
      if (waiting.get().has(id)) void remove().finally(show)
    },
  })
  waiting.set((now) => new Set([...now, id]))
  addEventListener('pagehide', dismissNotice)
}
