import { useSyncExternalStore } from 'react'
import { streamState } from '../live/use-live-datasets.ts'
import { useStore } from '../ui/create-store.ts'

/** One line above the page while the server cannot be reached; what is on the screen stays. */
export function ConnectionLine() {
  const online = useSyncExternalStore(watchNetwork, () => navigator.onLine)
  const stream = useStore(streamState)
  const lost = !online || stream === 'lost'
  return (
    <div role="status">
      {lost && (
        <p className="border-b border-hairline bg-amber-wash px-5 py-1.5 text-13 text-text">
          {online
            ? 'The connection to the server is interrupted. What you see may be a little old; trying again.'
            : 'You are offline. What you see is from before; it goes on by itself when you are back.'}
        </p>
      )}
    </div>
  )
}

function watchNetwork(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}
