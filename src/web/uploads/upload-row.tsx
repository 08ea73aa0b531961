import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, File as FileIcon, Pause, Play, RotateCw, X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatCounted, formatDuration } from '../../shared/format-numbers.ts'
import { hasCode } from '../api/problem.ts'
import { datasetQuery } from '../datasets/dataset-queries.ts'
import { jobSentence, jobShare } from '../datasets/job-sentence.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { chooseFile } from './choose-file.ts'
import { SameBytes } from './same-bytes.tsx'
import { clearable, type Upload } from './upload.ts'
import { giveUpUpload, pauseUpload, removeUploads, resumeUpload, retryUpload, startUploads } from './uploads.ts'

const ArrivingRows = lazy(() => import('./arriving-rows.tsx').then(({ ArrivingRows: it }) => ({ default: it })))

/** Smaller files are here before their first rows could be shown. */
const worthShowing = 4 * 2 ** 20
/** So much has left the browser before the server is asked for the first rows; it writes a MiB at once. */
const beginning = 3 * 2 ** 19

/** One transfer: its bytes while they leave, then the dataset it became. */
export function UploadRow({
  upload,
  left,
  onCompare,
}: {
  upload: Upload
  left: number | null
  /** Shows what a file that waits would be as the next version. */
  onCompare: () => void
}) {
  const client = useQueryClient()
  const status = useUploadStatus(upload, left)
  return (
    <li className="flex items-start gap-2.5 border-b border-hairline py-2.5 pr-1 pl-3 last:border-b-0">
      <span className="mt-0.5">
        {status.tone === 'done' && <CircleCheck aria-hidden size={16} className="text-text-2" />}
        {status.tone === 'failed' && <CircleAlert aria-hidden size={16} className="text-red" />}
        {status.tone === 'moving' && <FileIcon aria-hidden size={16} className="text-text-3" />}
      </span>
      <div className="min-w-0 flex-1">
        {upload.datasetId ? (
          <Link
            to="/datasets/$id/$tab"
            params={{ id: upload.datasetId, tab: 'data' }}
            className="block truncate text-13 font-medium hover:underline"
          >
            {upload.name}
          </Link>
        ) : (
          <p className="truncate text-13 font-medium" title={upload.name}>
            {upload.name}
          </p>
        )}
        {status.share !== undefined && (
          <ProgressBar label={`${upload.name}: progress`} share={status.share} className="my-1.5" />
        )}
        <p className={`tabular text-12 wrap-anywhere ${status.tone === 'failed' ? 'text-red' : 'text-text-2'}`}>
          {status.text}
        </p>
        {upload.state === 'sending' && upload.uploadId && upload.size >= worthShowing && upload.sent >= beginning && (
          <Suspense>
            <ArrivingRows uploadId={upload.uploadId} name={upload.name} />
          </Suspense>
        )}
        {upload.state === 'left' && (
          <Button
            size="small"
            className="mt-1.5"
            onPress={() => chooseFile((file) => startUploads(client, [file], upload.versionOf))}
          >
            Choose the file
          </Button>
        )}
        {upload.state === 'whole' && (
          <Button size="small" className="mt-1.5" onPress={onCompare}>
            See what matches
          </Button>
        )}
        {upload.datasetId && !upload.versionOf && !upload.isDecided && (
          <SameBytes uploadId={upload.id} datasetId={upload.datasetId} />
        )}
      </div>
      <div className="-mt-1 flex shrink-0">
        {upload.state === 'failed' && upload.canRetry && (
          <IconButton label={`Send ${upload.name} again`} onPress={() => retryUpload(client, upload.id)}>
            <RotateCw aria-hidden size={14} />
          </IconButton>
        )}
        {upload.state === 'sending' && upload.sent < upload.size && (
          <IconButton label={`Pause ${upload.name}`} onPress={() => pauseUpload(upload.id)}>
            <Pause aria-hidden size={14} />
          </IconButton>
        )}
        {upload.state === 'paused' && (
          <IconButton label={`Go on with ${upload.name}`} onPress={() => resumeUpload(client, upload.id)}>
            <Play aria-hidden size={14} />
          </IconButton>
        )}
        {upload.state === 'whole' ? (
          <IconButton label={`Give up ${upload.name}`} onPress={() => giveUpUpload(upload)}>
            <X aria-hidden size={14} />
          </IconButton>
        ) : (
          <IconButton
            label={clearable([upload]).length > 0 ? `Take ${upload.name} from this list` : `Cancel ${upload.name}`}
            onPress={() => removeUploads([upload.id])}
          >
            <X aria-hidden size={14} />
          </IconButton>
        )}
      </div>
    </li>
  )
}

type Status = { tone: 'moving' | 'done' | 'failed'; text: string; share?: number | null }

function useUploadStatus(upload: Upload, left: number | null): Status {
  const { data: dataset, error } = useQuery({
    ...datasetQuery(upload.datasetId ?? ''),
    enabled: upload.datasetId !== null,
  })
  if (upload.state === 'failed') return { tone: 'failed', text: upload.reason ?? 'The upload failed.' }
  if (upload.state === 'whole') {
    return {
      tone: 'moving',
      text: `${formatBytes(upload.size)}, uploaded. It waits for your word to be the new version.`,
    }
  }
  if (upload.state === 'left') {
    const text =
      upload.sent > 0
        ? `${formatBytes(upload.sent)} of ${formatBytes(upload.size)} are safe. Choose the same file again: it goes on there.`
        : 'The page was closed while this file was on its way. Choose it again to send it.'
    return { tone: 'moving', text, share: upload.sent / Math.max(1, upload.size) }
  }
  if (upload.state === 'waiting') return { tone: 'moving', text: `${formatBytes(upload.size)}, waiting for its turn` }
  const share = upload.sent / Math.max(1, upload.size)
  const progress = `${formatBytes(upload.sent)} of ${formatBytes(upload.size)}`
  if (upload.state === 'paused') return { tone: 'moving', share, text: `${progress}, paused` }
  if (upload.state === 'sending' && upload.isHeld) {
    return { tone: 'moving', share, text: `${progress}. No connection; it goes on by itself.` }
  }
  if (upload.state === 'sending') {
    const whole = upload.sent >= upload.size
    return {
      tone: 'moving',
      share: whole ? null : share,
      text: whole
        ? `${formatBytes(upload.size)}, being stored`
        : [
            progress,
            upload.speed === null ? null : `${formatBytes(Math.round(upload.speed))}/s`,
            left === null ? null : `${formatDuration(Math.max(left, 1000))} left`,
          ]
            .filter(Boolean)
            .join(', '),
    }
  }
  if (hasCode(error, 'not_found')) return { tone: 'done', text: 'No longer among your datasets' }
  if (!dataset) return { tone: 'moving', text: 'Stored', share: null }
  if (dataset.job) return { tone: 'moving', text: jobSentence(dataset), share: jobShare(dataset) }
  if (upload.versionOf?.version === dataset.version) {
    const text = `This file could not be read. Version ${dataset.version} stays in use; its Source tells why.`
    return { tone: 'failed', text }
  }
  if (dataset.status === 'error')
    return { tone: 'failed', text: dataset.error?.detail ?? 'The file could not be read.' }
  if (dataset.status === 'ready') {
    return {
      tone: 'done',
      text: `Ready: ${formatCounted(dataset.row_count ?? 0, 'row')} x ${formatCounted(dataset.column_count ?? 0, 'column')}`,
    }
  }
  return { tone: 'moving', text: jobSentence(dataset), share: jobShare(dataset) }
}
