import { join } from 'node:path'
import { listRevisions } from '../server/database/migrations.ts'
import { migrationsDirectory, type Orm } from '../server/database/orm.ts'
import { OperatorError } from '../server/operator-error.ts'

/** Writes a migration that takes the database, as its catalog says it is, to what the models say, and back. */
export async function writeRevision(
  orm: Orm,
  message: string,
  isEmpty: boolean,
  directory = migrationsDirectory,
): Promise<void> {
  if (import.meta.url.endsWith('.js')) {
    throw new OperatorError('Migrations are written in a clone of DataLens, not in an installed package.')
  }
  const name = message
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  if (!name) throw new OperatorError(`"${message}" has no letters or digits to name a file by.`)
  const revisions = await listRevisions(orm)
  const pending = revisions.filter(({ appliedAt }) => appliedAt === null)
  if (pending.length > 0) {
    throw new OperatorError(
      `The database is behind the migrations, so it cannot be compared with the models. Run: datalens db upgrade`,
    )
  }
  if (revisions.some((revision) => revision.name.endsWith(`_${name}`))) {
    throw new OperatorError(`There is a revision with this name already. Say what this one does differently.`)
  }
  const { fileName } = await orm.migrator.create(directory, isEmpty, false, name)
  if (!fileName)
    throw new OperatorError(
      'The models and the database agree; there is nothing to write. (--empty writes one all the same.)',
    )
  console.log(`Wrote ${join(directory, fileName)}. Read both directions, then run: datalens db upgrade`)
}
