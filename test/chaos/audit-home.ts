import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import type { Receipt } from '../../src/shared/receipt.ts'
import { keptFiles } from './kept-files.ts'
import type { KnownFacts } from './known-facts.ts'
import { until } from './until.ts'

/** A version as its row says. */
interface VersionRow {
  id: string
  dataset_id: string
  user_id: string
  deleted: boolean
  status: string
  options: { table_index?: number } | null
  error_code: string | null
  reason: string
  file_path: string
  file_size: number
  sha256: string
  table_path: string | null
  row_count: number | null
  receipt: Receipt | null
  profiled_rows: number | null
}

/** The promise: after the next start everything ends by itself within 30 seconds. */
const endsWithinMs = 30_000
/** Nobody waits for a sweep; what is never swept stays. */
const sweptWithinMs = 60_000

/** Holds rows, files and promises of a home against each other, once its server is at rest. */
export class HomeAudit {
  private readonly home: string
  /** Receipts that were found right; a version that is ready never changes. */
  private readonly audited = new Set<string>()

  constructor(home: string) {
    this.home = home
  }

  /** Everything that is wrong, in sentences; nothing when all promises are kept. */
  async faults(people: KnownFacts[]): Promise<string[]> {
    const { url } = JSON.parse(await readFile(join(this.home, 'postgres/connection.json'), 'utf8')) as { url: string }
    const db = new pg.Client(url)
    await db.connect()
    try {
      const stuck = await this.everythingEnds(db)
      const versions = await this.versions(db)
      return [
        ...stuck,
        ...(await this.keptPromises(versions, people)),
        ...(await this.originals(versions)),
        ...versions.flatMap((version) => this.ledger(version, people)),
        ...(await this.strayFiles(db)),
        ...(await this.leftRows(db)),
      ]
    } finally {
      await db.end()
    }
  }

  private async everythingEnds(db: pg.Client): Promise<string[]> {
    const unfinished = `select id || ' is ' || status || ', attempt ' || attempt as left from dataset_versions
        where status in ('uploaded', 'processing')
      union all select 'a job is left: ' || key from graphile_worker.jobs where task_identifier = 'ingest'`
    return await until(endsWithinMs, async () =>
      (await db.query<{ left: string }>(unfinished)).rows.map(({ left }) => left),
    )
  }

  private async versions(db: pg.Client): Promise<VersionRow[]> {
    const { rows } =
      await db.query<VersionRow>(`select v.id, v.dataset_id, d.user_id, d.deleted_at is not null as deleted,
      v.status, v.options, v.error_code, v.reason, v.file_path, v.file_size::float8, v.sha256, v.table_path, v.row_count::float8,
      v.receipt, (v.profile ->> 'row_count')::float8 as profiled_rows
      from dataset_versions v join datasets d on d.id = v.dataset_id`)
    return rows
  }

  /** What was acknowledged is there, where it was put last, and once. */
  private async keptPromises(versions: VersionRow[], people: KnownFacts[]): Promise<string[]> {
    const faults: string[] = []
    const byDataset = Map.groupBy(versions, (version) => version.dataset_id)
    for (const { datasets, once } of people) {
      for (const known of datasets.values()) {
        const rows = byDataset.get(known.id)
        const mayBeMissing = known.place === 'gone' || known.place === 'perhaps gone'
        if (!rows && !mayBeMissing) faults.push(`The dataset ${known.id} was acknowledged and is lost.`)
        if (rows && known.place === 'gone') faults.push(`The dataset ${known.id} was deleted for good and is there.`)
        if (!rows) continue
        const isInTrash = rows[0]?.deleted === true
        if (known.place === 'kept' && isInTrash) faults.push(`The dataset ${known.id} is in the trash by itself.`)
        if (known.place === 'trash' && !isInTrash) faults.push(`The dataset ${known.id} came back from the trash.`)
        if (known.place === 'either') known.place = isInTrash ? 'trash' : 'kept'
        if (known.place === 'perhaps gone') known.place = isInTrash ? 'trash' : 'kept'
        for (const sha256 of known.files.keys()) {
          if (!rows.some((row) => row.sha256 === sha256)) faults.push(`${known.id} has lost the file ${sha256}.`)
        }
      }
      for (const sha256 of once) {
        // Another table of the file, made a dataset of its own, has the same bytes by right.
        const kept = versions.filter(
          (row) => row.sha256 === sha256 && row.reason === 'upload' && row.options?.table_index === undefined,
        )
        if (new Set(kept.map((row) => row.dataset_id)).size > 1) faults.push(`${sha256} was stored more than once.`)
      }
    }
    return faults
  }

  private async originals(versions: VersionRow[]): Promise<string[]> {
    const faults: string[] = []
    const rows = new Map(versions.map((row) => [row.file_path, row]))
    for (const [path, { sha256 }] of rows) {
      const file = join(this.home, path)
      if (!existsSync(file)) faults.push(`The original ${path} is missing.`)
      else if ((await hashOf(file)) !== sha256) faults.push(`The original ${path} is not what was sent.`)
    }
    return faults
  }

  /** How a version has ended, and whether its receipt says what is in the file and in the table. */
  private ledger(version: VersionRow, people: KnownFacts[]): string[] {
    const { id, status, error_code, table_path, row_count, receipt } = version
    if (this.audited.has(id)) return []
    const faults: string[] = []
    const known = people.map(({ datasets }) => datasets.get(version.dataset_id)).find((found) => found)
    const file = known?.files.get(version.sha256)
    const expect = (isSo: boolean, sentence: string) => {
      if (!isSo) faults.push(`Version ${id} of ${file?.name ?? version.file_path}: ${sentence}`)
    }
    if (status === 'error') {
      expect(error_code !== 'crashed', 'it ended as crashed.')
      const mayEnd = {
        cancelled: known?.mayBeCancelled !== false,
        option_not_applicable: version.options !== null,
      }[error_code ?? '']
      expect(mayEnd ?? file?.ends !== 'ready', `${error_code}.`)
    }
    if (status === 'ready') {
      expect(table_path !== null && existsSync(join(this.home, table_path)), 'its table is missing.')
      expect(
        receipt?.sha256 === version.sha256 && receipt.bytes === version.file_size,
        'its receipt is of other bytes.',
      )
      expect(receipt?.rows_loaded === row_count, `${receipt?.rows_loaded} rows were loaded, there are ${row_count}.`)
      expect(version.profiled_rows === row_count, `${version.profiled_rows} rows have a profile, not ${row_count}.`)
      const { total, ...parts } = receipt?.lines ?? { total: 0 }
      const sum = Object.values(parts).reduce((all, part) => all + part, 0)
      expect(sum === total, `its lines add up to ${sum}, not to ${total}.`)
      if (receipt?.lines && file?.lines) expect(total === file.lines, `${total} lines of ${file.lines} are told of.`)
    }
    if (faults.length === 0) this.audited.add(id)
    return faults
  }

  /** Files that no row knows, rows whose file is missing, and work that nobody does. */
  private strayFiles(db: pg.Client): Promise<string[]> {
    return until(sweptWithinMs, async () => {
      const { rows } = await db.query<{ path: string }>(`select file_path as path from dataset_versions
        union select table_path from dataset_versions where table_path is not null`)
      const known = new Set(rows.map(({ path }) => path))
      const uploads = await db.query<{ id: string; is_begun: boolean }>(
        'select id, received > 0 as is_begun from uploads where resumable',
      )
      const unfinished = new Map(uploads.rows.map(({ id, is_begun }) => [id, is_begun]))
      const here = await keptFiles(this.home)
      const beside = (path: string) => path.replace(/\.(rejects|source)\.parquet$/, '.parquet')
      // One that a crash interrupted at its end is under its final name already.
      const uploadOf = (path: string) => /^files\/(?:incoming|originals)\/(.{36})/.exec(path)?.[1] ?? ''
      const found = new Set(here.map(uploadOf))
      return [
        ...here
          .filter((path) => !known.has(path) && !known.has(beside(path)) && !unfinished.has(uploadOf(path)))
          .map((path) => `Nobody knows ${path}.`),
        ...[...known].filter((path) => !existsSync(join(this.home, path))).map((path) => `${path} is missing.`),
        ...[...unfinished].flatMap(([id, isBegun]) =>
          isBegun && !found.has(id) ? [`The bytes of the upload ${id} are missing.`] : [],
        ),
      ]
    })
  }

  private leftRows(db: pg.Client): Promise<string[]> {
    return until(sweptWithinMs, async () =>
      (await db.query<{ id: string }>('select id from uploads where not resumable')).rows.map(
        ({ id }) => `The upload ${id} was never finished or forgotten.`,
      ),
    )
  }
}

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), hash)
  return hash.digest('hex')
}
