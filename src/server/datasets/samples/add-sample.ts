import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { Dataset } from '../../../shared/dataset.ts'
import { samples } from '../../../shared/samples.ts'
import type { Recorder } from '../../audit/record-event.ts'
import type { Db } from '../../database/db.ts'
import { notFound } from '../../http/problem-error.ts'
import type { Datasets } from '../datasets.ts'
import { insertDataset } from '../insert-dataset.ts'
import { keepOriginal } from '../keep-original.ts'
import { writeSample } from './write-sample.ts'

/** Makes a sample a dataset of whoever asks for it, who may do with it as with any other. */
export const addSample = async (
  db: Db,
  { home, quota, space }: Pick<Datasets, 'home' | 'quota' | 'space'>,
  { userId, name, record }: { userId: string; name: string; record: Recorder },
): Promise<Dataset> => {
  const sample = samples.find((candidate) => candidate.name === name)
  if (!sample) throw notFound('This sample')
  const { title, description, filename } = sample
  const content = Buffer.from(writeSample(sample.name))
  const bytes = content.length
  await quota.refuse(db, userId, bytes)
  const reservation = await space.reserve(bytes)
  try {
    const place = (path: string) => writeFile(path, content, { flag: 'wx', mode: 0o600, flush: true })
    const { dataset } = await keepOriginal(db, home, { userId, name: filename, bytes, place }, (id) =>
      insertDataset(db, {
        id,
        userId,
        name: filename,
        title,
        description: `${description} Made up by DataLens.`,
        tags: ['sample'],
        options: null,
        bytes,
        sha256: createHash('sha256').update(content).digest('hex'),
        keys: [],
        quota,
        record,
      }),
    )
    return dataset
  } finally {
    reservation.release()
  }
}
