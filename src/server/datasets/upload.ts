import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { UserEntity } from '../accounts/user.ts'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'

/**
 * Bytes on their way in: a file of ours that no dataset knows yet. `length` is null while it is not told. One that is not
 * resumable lives only as long as its request.
 */
export const UploadEntity = defineEntity({
  name: 'Upload',
  tableName: 'uploads',
  properties: {
    ...baseProperties,
    owner: () => p.manyToOne(UserEntity).name('user_id').deleteRule('cascade').index('uploads_user_id_index'),
    originalFilename: p.text(),
    filePath: p.string().length(500).unique('uploads_file_path_unique'),
    length: p.bigint('number').nullable(),
    received: p.bigint('number').default(0),
    resumable: p.boolean().default(false),
    metadata: p.json<Record<string, string>>().defaultRaw(`'{}'::jsonb`),
    expiresAt: p.datetime(6).columnType('timestamptz'),
  },
  triggers: [touchUpdatedAt],
})

/** A row of `uploads`. */
export type UploadRow = InferEntity<typeof UploadEntity>
