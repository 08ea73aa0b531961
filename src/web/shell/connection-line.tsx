import { useEffect, useState, useSyncExternalStore } from 'react'
import { streamState } from '../live/use-live-datasets.ts'
import { useStore } from '../ui/create-store.ts'

/** One line above the page while the server cannot be reached; what is on the screen stays. */
export function ConnectionLine() {
  const online = useSyncExternalStore(watchNetwork, () => navigator.onLine)
  const lost = useLasting(useStore(streamState) === 'lost') || !online
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

const patienceMs = 3000

/** Whether `now` has held for a while: a stream that is opened again at once is nobody's concern. */
function useLasting(now: boolean): boolean {
  const [isLasting, setIsLasting] = useState(false)
  useEffect(() => {
    if (!now) return
    const timer = setTimeout(() => setIsLasting(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setIsLasting(false)
    }
  }, [now])
  return isLasting
}

function watchNetwork(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}
