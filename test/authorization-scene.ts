import { randomUUID } from 'node:crypto'
import { link, writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { createToken } from '../src/server/accounts/token-store.ts'
import type { UserRow } from '../src/server/accounts/user.ts'
import { beginUpload } from '../src/server/datasets/resumable/unfinished-uploads.ts'
import { absolutePath, incomingPath, originalPath, storedName, tablePath } from '../src/server/datasets/stored-file.ts'
import type { buildTestApp } from './app.ts'
import { buildDataset } from './dataset-factory.ts'
import { buildUser, signIn } from './factories.ts'
import { fileForm } from './multipart.ts'
import { runJobs } from './run-jobs.ts'

type TestApp = Awaited<ReturnType<typeof buildTestApp>>

/** Who may come to a route. `inactive` was an editor; the tokens are the owner's. */
export const arms = [
  'nobody',
  'user',
  'viewer',
  'editor',
  'owner',
  'superuser',
  'inactive',
  'read',
  'write',
  'expired',
] as const

/** One of `arms`. */
export type Arm = (typeof arms)[number]

/** Everything a request can be about; made anew for each request, because requests change it. */
export interface Scene {
  /** Who sends the request; a stranger where nobody does. */
  caller: UserRow
  /** What they send to say so. */
  headers: Record<string, string>
  owner: UserRow
  /** Somebody who has nothing to do with the dataset. */
  stranger: UserRow
  /** A dataset of the owner, with two versions, that the viewer and the editor may see. */
  dataset: { id: string }
  /** Another one, which the owner has put into the trash; it has no files. */
  trashed: { id: string }
  /** An upload that the owner has begun: four bytes, of which none has come. */
  upload: { id: string }
  /** A chart that is kept with the dataset. */
  chart: { id: string }
  /** A dashboard of the owner on which the chart stands. */
  dashboard: { id: string }
}

/** A dataset that was really uploaded and read; scenes have copies of its rows and links to its files. */
export const uploadTemplate = async (server: TestApp): Promise<{ id: string }> => {
  const owner = await buildUser(server.orm)
  const { headers } = await signIn(server.app, owner)
  const form = fileForm('port,tonnes\nHAM,12.5\nRTM,3\n')
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/datasets',
    payload: form.payload,
    headers: { ...headers, ...form.headers },
  })
  await runJobs(server)
  return { id: answer.json().id }
}

/** A scene from the point of view of one of the arms. */
export const buildScene = async (server: TestApp, template: { id: string }, arm: Arm): Promise<Scene> => {
  const { orm, home } = server
  const [owner, stranger] = await Promise.all([buildUser(orm), buildUser(orm)])
  const isOwners = ['owner', 'read', 'write', 'expired'].includes(arm)
  const isNew = !isOwners && arm !== 'nobody'
  const caller = isOwners ? owner : isNew ? await buildUser(orm, { isSuperuser: arm === 'superuser' }) : stranger
  const db = orm.em.fork().getKysely()
  const upload = { id: randomUUID() }
  const [dataset, trashed, headers] = await Promise.all([
    copyDataset(server, template, owner),
    buildDataset(orm, owner, { title: 'trashed', deletedAt: new Date() }),
    headersOf(server, caller, arm),
    beginUpload(db, { ...upload, userId: owner.id, name: 'later.csv', length: 4, metadata: {} }),
    writeFile(absolutePath(home, incomingPath(upload.id)), ''),
  ])
  const role = arm === 'viewer' ? 'viewer' : arm === 'editor' || arm === 'inactive' ? 'editor' : undefined
  if (role) {
    await sql`insert into dataset_shares (dataset_id, user_id, role)
      select id, ${caller.id}, ${role} from datasets where id in (${dataset.id}, ${trashed.id})`.execute(db)
  }
  if (arm === 'inactive') await sql`update users set is_active = false where id = ${caller.id}`.execute(db)
  return { caller, headers, owner, stranger, dataset, trashed, upload, ...(await keepChart(server, dataset, owner)) }
}

const keepChart = async ({ orm }: TestApp, dataset: { id: string }, owner: UserRow) => {
  const db = orm.em.fork().getKysely()
  const [chart, dashboard] = [{ id: randomUUID() }, { id: randomUUID() }]
  await sql`insert into charts (id, dataset_id, created_by, title, spec, columns) values
    (${chart.id}, ${dataset.id}, ${owner.id}, 'Ports', '{"mark": "bar", "x": "port"}', '{port}')`.execute(db)
  await sql`insert into dashboards (id, user_id, title) values (${dashboard.id}, ${owner.id}, 'Harbour')`.execute(db)
  await sql`insert into dashboard_places (dashboard_id, chart_id, x, y, w, h)
    values (${dashboard.id}, ${chart.id}, 0, 0, 6, 4)`.execute(db)
  return { chart, dashboard }
}

const headersOf = async ({ app, orm }: TestApp, user: UserRow, arm: Arm): Promise<Record<string, string>> => {
  if (arm === 'nobody') return {}
  if (arm !== 'read' && arm !== 'write' && arm !== 'expired') return (await signIn(app, user)).headers
  const { text } = await createToken(orm.em.fork(), user.id, {
    name: arm,
    scopes: [arm === 'read' ? 'read' : 'write'],
    expires_at: arm === 'expired' ? new Date(Date.now() - 1000).toISOString() : null,
  })
  return { authorization: `Bearer ${text}` }
}

const copyDataset = async ({ orm, home }: TestApp, template: { id: string }, owner: UserRow) => {
  const db = orm.em.fork().getKysely()
  const id = randomUUID()
  const filename = storedName(randomUUID(), 'visits.csv')
  const created_at = new Date().toISOString()
  const file_path = originalPath(filename)
  await copyRow('datasets', template.id, { id, created_at, user_id: owner.id, filename, file_path })
  const { rows } = await sql<{ id: string; file_path: string; table_path: string }>`
    select id, file_path, table_path from dataset_versions where dataset_id = ${template.id}`.execute(db)
  const [version] = rows
  if (!version) throw new Error('The template has no version')
  await link(absolutePath(home, version.file_path), absolutePath(home, file_path))
  for (const number of [1, 2]) {
    const versionId = randomUUID()
    const table = tablePath(versionId, 1)
    await link(absolutePath(home, version.table_path), absolutePath(home, table))
    await copyRow('dataset_versions', version.id, {
      id: versionId,
      created_at,
      dataset_id: id,
      created_by: owner.id,
      number,
      file_path,
      table_path: table,
    })
  }
  return { id }

  async function copyRow(name: string, from: string, changes: Record<string, unknown>): Promise<void> {
    const table = sql.table(name)
    await sql`insert into ${table} select (jsonb_populate_record(t, ${JSON.stringify(changes)}::jsonb)).*
      from ${table} t where t.id = ${from}`.execute(db)
  }
}
