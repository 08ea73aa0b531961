import type { QueryClient } from '@tanstack/react-query'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { sentenceOf } from '../../api/problem.ts'
import { tell } from '../../api/request.ts'
import { notify } from '../../ui/notice.tsx'
import { forgetListItem } from '../dataset-cache.ts'
import { datasetListKey, trashKey } from '../dataset-queries.ts'

type Named = { id: string; title: string }

/** Moves datasets to the trash at once and offers to take it back. */
export async function trashDatasets(client: QueryClient, datasets: readonly Named[]): Promise<void> {
  const what = datasets.length === 1 && datasets[0] ? datasets[0].title : formatCounted(datasets.length, 'dataset')
  for (const { id } of datasets) forgetListItem(client, id)
  notify({
    text: `${what} ${datasets.length === 1 ? 'is' : 'are'} in the trash.`,
    action: { label: 'Undo', run: () => void restoreDatasets(client, datasets) },
  })
  await settle(
    client,
    datasets.map(({ id }) => tell('DELETE', `/datasets/${id}`)),
    'could not be moved to the trash',
  )
}

export async function restoreDatasets(client: QueryClient, datasets: readonly Named[]): Promise<boolean> {
  return settle(
    client,
    datasets.map(({ id }) => tell('POST', `/trash/${id}/restore`)),
    'could not be restored',
  )
}

/** Removes datasets and their files; nothing brings them back. */
export async function deleteDatasets(client: QueryClient, datasets: readonly Named[]): Promise<boolean> {
  return settle(
    client,
    datasets.map(({ id }) => tell('DELETE', `/datasets/${id}`, { query: { permanent: true } })),
    'could not be deleted',
  )
}

async function settle(client: QueryClient, requests: Promise<void>[], failed: string): Promise<boolean> {
  const outcomes = await Promise.allSettled(requests)
  await Promise.all([datasetListKey, trashKey].map((queryKey) => client.invalidateQueries({ queryKey })))
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
  const [first] = failures
  if (first) notify({ text: `${formatCounted(failures.length, 'dataset')} ${failed}. ${sentenceOf(first.reason)}` })
  return failures.length === 0
}
