import { useQueryClient } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatDuration } from '../../shared/format-numbers.ts'
import { datasetQuery } from '../datasets/dataset-queries.ts'
import { useStore } from '../ui/create-store.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { clearable, timeLeft, type Upload } from './upload.ts'
import { findLeftUploads, removeUploads, uploads } from './uploads.ts'

const UploadRow = lazy(() => import('./upload-row.tsx').then(({ UploadRow: it }) => ({ default: it })))
const VersionDialog = lazy(() => import('./version-dialog.tsx').then(({ VersionDialog: it }) => ({ default: it })))

const isMoving = ({ state }: Upload) => state === 'waiting' || state === 'sending' || state === 'paused'

/** Every transfer, lower right, whatever page is open. */
export function UploadTray() {
  const all = useStore(uploads)
  const [isOpen, setIsOpen] = useState(() => matchMedia('(min-width: 720px)').matches)
  const [putOff, setPutOff] = useState<ReadonlySet<string>>(new Set())
  useForgetReady()
  useEffect(() => void findLeftUploads().catch(() => {}), [])
  const moving = all.filter(isMoving)
  const done = clearable(all)
  const failed = all.filter(({ state }) => state === 'failed').length
  const left = all.filter(({ state }) => state === 'left').length
  const whole = all.find(({ state, id }) => state === 'whole' && !putOff.has(id))
  const sum = (pick: (upload: Upload) => number) => moving.reduce((total, upload) => total + pick(upload), 0)
  const heading = trayHeading(all.length, moving.length, failed, left)
  const speed = sum((upload) => upload.speed ?? 0)
  const timeLeftOfAll =
    moving.length > 0 && speed > 0 ? ((sum(({ size }) => size) - sum(({ sent }) => sent)) / speed) * 1000 : null

  return (
    <>
      <p role="status" className="sr-only">
        {all.length > 0 && heading}
      </p>
      {all.length > 0 && (
        <section
          aria-label="Uploads"
          className="fixed right-4 bottom-[calc(var(--bottom-bar,0px)+1rem)] z-30 flex max-h-[min(26rem,60dvh)] w-[min(23rem,calc(100vw-2rem))] flex-col overflow-hidden rounded-lg bg-surface shadow-float"
        >
          <header className="flex h-10 shrink-0 items-center gap-1 pr-1 pl-3">
            <h2 className="min-w-0 flex-1 truncate text-13 font-semibold">{heading}</h2>
            {moving.length > 1 && (
              <span className="tabular shrink-0 text-12 text-text-2">
                {formatBytes(speed)}/s
                {timeLeftOfAll !== null && `, ${formatDuration(Math.max(timeLeftOfAll, 1000))} left`}
              </span>
            )}
            <IconButton
              label={isOpen ? 'Fold the list of uploads' : 'Unfold the list of uploads'}
              onPress={() => setIsOpen(!isOpen)}
            >
              {isOpen ? <ChevronDown aria-hidden size={16} /> : <ChevronUp aria-hidden size={16} />}
            </IconButton>
            {moving.length === 0 && done.length > 0 && (
              <IconButton label="Clear the list of uploads" onPress={() => removeUploads(done.map(({ id }) => id))}>
                <X aria-hidden size={16} />
              </IconButton>
            )}
          </header>
          {!isOpen && moving.length > 0 && (
            <ProgressBar
              label="All uploads"
              share={
                sum(({ sent }) => sent) /
                Math.max(
                  1,
                  sum(({ size }) => size),
                )
              }
              className="mx-3 mb-2.5"
            />
          )}
          {isOpen && (
            <ul className="min-h-0 overflow-y-auto border-t border-hairline">
              <Suspense>
                {all.toReversed().map((upload) => (
                  <UploadRow
                    key={upload.id}
                    upload={upload}
                    left={timeLeft(upload)}
                    onCompare={() => setPutOff(new Set([...putOff].filter((id) => id !== upload.id)))}
                  />
                ))}
              </Suspense>
            </ul>
          )}
        </section>
      )}
      {whole && (
        <Suspense>
          <VersionDialog key={whole.id} upload={whole} onPutOff={() => setPutOff(new Set([...putOff, whole.id]))} />
        </Suspense>
      )}
    </>
  )
}

/** Another page was opened: what is ready has been seen, and gives its place back. */
function useForgetReady(): void {
  const client = useQueryClient()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const last = useRef(path)
  useEffect(() => {
    if (last.current === path) return
    last.current = path
    const ready = uploads.get().filter(({ datasetId }) => {
      return datasetId !== null && client.getQueryData(datasetQuery(datasetId).queryKey)?.status === 'ready'
    })
    if (ready.length > 0) removeUploads(ready.map(({ id }) => id))
  }, [client, path])
}

function trayHeading(count: number, moving: number, failed: number, left: number): string {
  if (moving > 0) return moving === 1 ? 'Uploading 1 file' : `Uploading ${moving} files`
  const done = count - failed - left
  const parts = [
    done > 0 && (done === 1 ? '1 file uploaded' : `${done} files uploaded`),
    left > 0 && (left === 1 ? '1 upload can go on' : `${left} uploads can go on`),
    failed > 0 && (failed === 1 ? '1 upload failed' : `${failed} uploads failed`),
  ]
  return parts.filter(Boolean).join(', ')
}
