import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ExportUnderWay, exportsUnderWaySchema } from '../../../shared/export-under-way.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import { get, tell } from '../../api/request.ts'
import { createStore, useStore } from '../../ui/create-store.ts'
import { formatName } from './export-formats.ts'

const begunAt = createStore(0)
const [askedSoonMs, askedMs, beginsWithinMs] = [500, 1000, 10_000]

/** A download has been pressed: whoever shows exports asks for how far they are. */
export const noteExport = (): void => begunAt.set(Date.now())

/** The person's exports of a dataset that are not through yet, in whichever tab they began, and a way to stop one. */
export const useExportsUnderWay = (
  datasetId: string,
  isLooking: boolean,
): { exports: ExportUnderWay[]; stop: (id: string) => Promise<void> } => {
  const begun = useStore(begunAt)
  const client = useQueryClient()
  const path = `/datasets/${encodeURIComponent(datasetId)}/exports`
  const queryKey = ['datasets', 'exports', datasetId, begun]
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => get(path, exportsUnderWaySchema, { signal }),
    enabled: isLooking || begun > 0,
    staleTime: 0,
    placeholderData: (last) => last,
    refetchInterval: ({ state }) => {
      if (state.data && state.data.items.length > 0) return askedMs
      return Date.now() - begun < beginsWithinMs ? askedSoonMs : false
    },
  })
  const stop = async (id: string) => {
    await tell('DELETE', `${path}/${encodeURIComponent(id)}`).catch(() => {})
    await client.invalidateQueries({ queryKey })
  }
  return { exports: data?.items ?? [], stop }
}

/** How much of an export is written, from 0 to 1; null while nobody knows how much that will be. */
export const exportShare = ({ row_count: total, rows_written: written }: ExportUnderWay): number | null => {
  if (total === null) return null
  return total === 0 ? 1 : Math.min(written / total, 1)
}

/** How far an export is, as a sentence. */
export const exportProgress = ({ format, row_count: total, rows_written: written }: ExportUnderWay): string =>
  total === null
    ? `${formatName(format)}: waiting for its turn`
    : `${formatName(format)}: ${formatCount(Math.min(written, total))} of ${formatCount(total)} rows written`
