import { X } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { createStore, useStore } from './create-store.ts'

export type Notice = {
  text: string
  action?: { label: string; run: () => void }
  /** It is no longer shown, for whatever reason. */
  onGone?: () => void
}

const current = createStore<(Notice & { id: number }) | null>(null)
let count = 0

/** Shows a sentence in the bar at the lower left, where it stays until the next one; never takes the focus. */
export function notify(notice: Notice): void {
  count += 1
  show({ ...notice, id: count })
}

export function dismissNotice(): void {
  show(null)
}

function show(next: (Notice & { id: number }) | null) {
  const gone = current.get()
  current.set(next)
  gone?.onGone?.()
}

export function NoticeBar() {
  const notice = useStore(current)
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed bottom-[calc(var(--bottom-bar,0px)+1rem)] left-4 z-40 flex max-w-[calc(100vw-2rem)] wide:left-[calc(var(--rail,0px)+1rem)]"
    >
      {notice && (
        <div
          key={notice.id}
          className="pointer-events-auto flex min-h-10 items-center gap-1 rounded-lg bg-inverse pr-1.5 pl-3.5 text-13 text-on-inverse shadow-float animate-[float-in_140ms_ease-out]"
        >
          <span className="min-w-0 py-1.5 wrap-anywhere">{notice.text}</span>
          {notice.action && (
            <Button
              onPress={() => {
                notice.action?.run()
                dismissNotice()
              }}
              className="ml-2 h-7 shrink-0 rounded px-2 font-semibold underline underline-offset-2 outline-offset-0 data-hovered:bg-on-inverse/15"
            >
              {notice.action.label}
            </Button>
          )}
          <Button
            aria-label="Dismiss"
            onPress={dismissNotice}
            className="grid size-7 shrink-0 place-items-center rounded outline-offset-0 data-hovered:bg-on-inverse/15"
          >
            <X aria-hidden size={14} />
          </Button>
        </div>
      )}
    </div>
  )
}
