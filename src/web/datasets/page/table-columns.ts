import { z } from 'zod'
import { columnKindSchema } from '../../../shared/column-kind.ts'
import type { Dataset } from '../../../shared/dataset.ts'
import type { Profile } from '../../../shared/profile.ts'
import type { TableColumn } from '../table/table-column.ts'

/** The first rows of a file that is still being read, as the event stream brings them. */
export const previewSchema = z.object({
  columns: z.array(z.object({ name: z.string(), sql_type: z.string(), kind: columnKindSchema })),
  rows: z.array(z.array(z.unknown())),
})

export type Preview = z.infer<typeof previewSchema>

/** The columns of a dataset with their profiles, from what is known so far; undefined while none are. */
export const tableColumns = (
  dataset: Dataset,
  preview: Preview | undefined,
  profile: Profile | undefined,
): TableColumn[] | undefined => {
  const known = dataset.columns_info ?? preview?.columns
  if (!known) return undefined
  const profiles = new Map(profile?.columns.map((column) => [column.name, column]))
  return known.map(({ name, sql_type, kind }) => ({ name, sqlType: sql_type, kind, profile: profiles.get(name) }))
}
