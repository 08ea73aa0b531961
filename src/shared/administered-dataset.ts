import { z } from 'zod'
import { datasetStatusSchema } from './dataset.ts'
import { pageQuerySchema } from './page.ts'

/**
 * A dataset as those see it who run the installation: whose it is, how large, how it stands and when it changed, and
 * nothing of what is in it, its title neither. `stored_bytes` are those of all its versions and their tables;
 * `dashboard_count` says how many dashboards show charts of it.
 */
export const administeredDatasetSchema = z
  .object({
    id: z.uuid(),
    owner: z.object({ id: z.uuid(), username: z.string(), email: z.string(), is_active: z.boolean() }),
    file_size: z.int(),
    stored_bytes: z.int(),
    version_count: z.int(),
    dashboard_count: z.int(),
    status: datasetStatusSchema,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    deleted_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AdministeredDataset' })

/** A dataset as those see it who run the installation. */
export type AdministeredDataset = z.infer<typeof administeredDatasetSchema>

/** The orders that the list of all datasets can have; a leading minus turns it round. */
export const administeredDatasetSorts = [
  'created_at',
  'updated_at',
  'deleted_at',
  'file_size',
  'status',
  'owner',
] as const

/** Query of `GET /admin/datasets`. Each word of `q` is in the owner's names or address, or is the id of a dataset. */
export const administeredDatasetQuerySchema = pageQuerySchema.extend({
  q: z
    .string()
    .max(200)
    .transform((text) => text.replaceAll('\0', ''))
    .optional(),
  status: datasetStatusSchema.optional(),
  trash: z.enum(['true', 'false']).optional().describe('`true`: only what is in the trash; `false`: only what is not.'),
  sort: z.enum(administeredDatasetSorts.flatMap((name) => [name, `-${name}`] as const)).default('-created_at'),
})

/** Query of `GET /admin/datasets`, parsed. */
export type AdministeredDatasetQuery = z.output<typeof administeredDatasetQuerySchema>
