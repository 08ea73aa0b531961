import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Download, FileX2, Trash2 } from 'lucide-react'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatBytes } from '../../../shared/format-bytes.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { ChooseFilesButton } from '../../uploads/choose-files-button.tsx'
import { trashDatasets } from '../trash/trash-datasets.ts'
import { CodeInText } from './code-in-text.tsx'
import { originalUrl } from './dataset-actions.tsx'

/** A dataset that could not be read: why, what is safe, and what to do now. */
export function FailedDataset({ dataset }: { dataset: Dataset }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const isCancelled = dataset.error?.code === 'cancelled'
  return (
    <div className="min-h-0 flex-1 overflow-auto border-t border-hairline">
      <section aria-labelledby="failed" className="mx-auto flex max-w-xl flex-col gap-4 px-6 py-16">
        <FileX2 aria-hidden size={28} className={isCancelled ? 'text-text-3' : 'text-red'} />
        <h2 id="failed" className="text-20 font-semibold">
          {isCancelled ? 'Reading was stopped' : 'This file could not be read'}
        </h2>
        <p className="text-14 wrap-anywhere">
          <CodeInText text={dataset.error?.detail ?? 'The reason is not known.'} />
        </p>
        <p className="text-14 text-text-2 wrap-anywhere">
          The original is kept, every byte of it: {dataset.original_filename}, {formatBytes(dataset.file_size)}.
          Download it, put right what is wrong, and upload it again.
        </p>
        <div className="flex flex-wrap gap-2">
          <ChooseFilesButton>Upload it again</ChooseFilesButton>
          <a href={originalUrl(dataset.id)} download className={buttonClass('secondary')}>
            <Download aria-hidden size={14} />
            Download the original
          </a>
          {dataset.role === 'owner' && (
            <Button
              variant="quiet"
              onPress={() => {
                void navigate({ to: '/' })
                void trashDatasets(client, [dataset])
              }}
            >
              <Trash2 aria-hidden size={14} />
              Move to the trash
            </Button>
          )}
        </div>
      </section>
    </div>
  )
}
