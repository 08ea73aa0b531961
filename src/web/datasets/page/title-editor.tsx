import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type Dataset, datasetSchema } from '../../../shared/dataset.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change } from '../../api/request.ts'
import { notify } from '../../ui/notice.tsx'
import { cacheDataset } from '../dataset-cache.ts'

const longest = 300

/** The title, renamed where it stands: press it, write, Enter keeps it and Escape takes it back. */
export function TitleEditor({ dataset }: { dataset: Dataset }) {
  const client = useQueryClient()
  const [draft, setDraft] = useState<string>()
  const button = useRef<HTMLButtonElement>(null)
  const rename = useMutation({
    mutationFn: (title: string) => change('PATCH', `/datasets/${dataset.id}`, datasetSchema, { body: { title } }),
    onSuccess: (renamed) => cacheDataset(client, renamed),
    onError: (error) => notify({ text: `The name was not changed. ${sentenceOf(error)}` }),
  })
  const shown = rename.isPending ? rename.variables : dataset.title

  if (dataset.role === 'viewer') {
    return (
      <h1 className="min-w-0 truncate pl-1 text-20 max-wide:flex-1 leading-8 font-semibold" title={dataset.title}>
        {dataset.title}
      </h1>
    )
  }

  const end = (keep: boolean) => {
    const title = draft?.trim() ?? ''
    setDraft(undefined)
    if (keep && title !== '' && title !== dataset.title) rename.mutate(title)
    requestAnimationFrame(() => button.current?.focus())
  }

  return (
    <h1 className="min-w-0 max-w-full text-20 max-wide:flex-1 leading-8 font-semibold">
      {draft === undefined ? (
        <button
          ref={button}
          type="button"
          onClick={() => setDraft(dataset.title)}
          className="block max-w-full truncate rounded px-1 text-left hover:bg-hover"
          title={`${shown} (press to rename)`}
        >
          {shown}
        </button>
      ) : (
        <input
          ref={(input) => {
            if (input && document.activeElement !== input) {
              input.focus()
              input.select()
            }
          }}
          aria-label="Name of the dataset"
          value={draft}
          maxLength={longest}
          size={Math.min(60, Math.max(12, draft.length))}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => draft !== undefined && end(true)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') end(true)
            if (event.key === 'Escape') end(false)
          }}
          className="h-8 max-w-full rounded bg-surface px-1 outline-2 outline-accent"
        />
      )}
    </h1>
  )
}
