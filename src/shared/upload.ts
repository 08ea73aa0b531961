import { z } from 'zod'

/**
 * An upload that can be gone on with: `offset` of `length` bytes are safe, and it waits until `expires_at`. One that is
 * `held` waits, once it is whole, until it is taken as a version; `dataset` is the one that it is meant for.
 */
export const unfinishedUploadSchema = z
  .object({
    id: z.uuid(),
    filename: z.string(),
    offset: z.int(),
    length: z.int(),
    held: z.boolean(),
    dataset: z.string().nullable(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'UnfinishedUpload' })

/** An upload that can be gone on with. */
export type UnfinishedUpload = z.infer<typeof unfinishedUploadSchema>
