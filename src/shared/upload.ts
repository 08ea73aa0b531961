import { z } from 'zod'

/** An upload that can be gone on with: `offset` of `length` bytes are safe, and it waits until `expires_at`. */
export const unfinishedUploadSchema = z
  .object({
    id: z.uuid(),
    filename: z.string(),
    offset: z.int(),
    length: z.int(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'UnfinishedUpload' })

/** An upload that can be gone on with. */
export type UnfinishedUpload = z.infer<typeof unfinishedUploadSchema>
