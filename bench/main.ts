import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureCharts } from './charts.ts'
import { measureCorrelations } from './correlations.ts'
import { type ExplorePart, exploreParts, measureExplore } from './explore/measure-explore.ts'
import { above, atLeast, atMost, below, type Figure, reported } from './figure.ts'
import { measureInference } from './inference.ts'
import { measureIngest } from './ingest.ts'
import { measureDatasetList } from './list-datasets.ts'
import { measurePollution } from './pollution/measure-pollution.ts'
import { measurePreview } from './preview.ts'
import { measureTallProfile, measureWideProfile } from './profile.ts'
import { measureHttpRows } from './rows-over-http.ts'
import { measureRowsPages } from './rows-page.ts'
import { measureSignIn } from './sign-in.ts'
import { measureLargeUpload, measureUpload } from './upload-to-ready.ts'
import { measureWide } from './wide.ts'

/** What a bench may use: a directory that is gone afterwards, and how many rows its large table has. */
type BenchContext = { directory: string; rows: number }

const explorePart =
  (part: ExplorePart) =>
  ({ directory, rows }: BenchContext) =>
    measureExplore(directory, rows, [part])

const benches: Record<string, (context: BenchContext) => Promise<Figure[]>> = {
  list: async () =>
    (await measureDatasetList()).map((figure) =>
      atLeast(
        `GET /datasets, ${figure.datasets} items`,
        'requests/s',
        figure.ours_per_second,
        figure.bare_per_second,
        0.6,
      ),
    ),
  ingest: async ({ directory, rows }) => {
    const { ours, raw, load, copy } = await measureIngest(directory, Math.min(rows, 1_000_000))
    return [
      atMost('load and profile beside COPY and SUMMARIZE', 'ms', ours.ms, raw.ms, 1.7),
      reported('  the same in processor time', 'ms', ours.cpuMs, raw.cpuMs),
      reported('load beside COPY', 'ms', load.ms, copy.ms),
    ]
  },
  inference: async ({ directory, rows }) => {
    const { whole, sampled } = await measureInference(directory, Math.min(rows, 1_000_000))
    return [
      atMost('types that hold every value beside those of a sample', 'ms', whole.ms, sampled.ms, 1.15),
      reported('  the same in processor time', 'ms', whole.cpuMs, sampled.cpuMs),
    ]
  },
  wide: async ({ directory }) => {
    const [wide, tall] = [await measureWide(directory, 10_000, 1000), await measureWide(directory, 2000, 5000)]
    return [
      below('load and profile of 10,000 columns, 1,000 rows', 'ms', wide.load.ms + wide.profile.ms, 30_000),
      reported('  the load in processor time', 'ms', wide.load.cpuMs),
      reported('  the profile in processor time', 'ms', wide.profile.cpuMs),
      below('  peak memory', 'MB', wide.profile.peakMb, 1500),
      below('load and profile of 2,000 columns, 5,000 rows', 'ms', tall.load.ms + tall.profile.ms, 30_000),
    ]
  },
  preview: async ({ directory, rows }) => {
    const { cold, small, large } = await measurePreview(directory, Math.min(rows, 1_000_000))
    return [
      below('preview of other options, the first', 'ms', cold, 1000),
      below('preview of other options, another', 'ms', large, 1000),
      atMost('preview of a large file beside a small one', 'ms', large, small, 1.3),
    ]
  },
  rows: async ({ directory, rows }) =>
    (await measureRowsPages(directory, rows)).flatMap((figure) => [
      atMost(`rows, ${figure.page}, p50`, 'ms', figure.ours_p50, figure.raw_p50, 1.6),
      reported(`rows, ${figure.page}, p95`, 'ms', figure.ours_p95),
    ]),
  'http-rows': async ({ directory, rows }) => {
    const { pages, profile } = await measureHttpRows(directory, rows)
    return [
      ...pages.flatMap((figure) => [
        atMost(`GET rows, ${figure.page}, p50`, 'ms', figure.ours_p50, figure.raw_p50, 1.6),
        reported(`GET rows, ${figure.page}, p95`, 'ms', figure.ours_p95),
      ]),
      reported('GET profile beside GET /health, p50', 'ms', profile.ours_p50, profile.raw_p50),
      below('  what it takes beyond it', 'ms', profile.ours_p50 - profile.raw_p50, 5),
      reported('GET profile, p95', 'ms', profile.ours_p95),
    ]
  },
  explore: ({ directory, rows }) => measureExplore(directory, rows),
  ...Object.fromEntries(exploreParts.map((part) => [`explore-${part}`, explorePart(part)])),
  upload: async ({ directory, rows }) => {
    const figure = await measureUpload(directory, Math.min(rows, 1_000_000))
    const raw = figure.raw_copy + figure.raw_summarize
    return [
      atMost('upload, last byte to ready', 'ms', figure.last_byte_to_ready, raw, 2),
      reported('upload', 'MB/s', figure.upload_mb_per_second),
      reported('upload, peak memory of the API', 'MB', figure.api_peak_mb),
      reported('upload, peak memory of all processes', 'MB', figure.all_peak_mb),
    ]
  },
  memory: async ({ directory }) => {
    const figure = await measureUpload(directory, 8_700_000, 1)
    const raw = figure.raw_copy + figure.raw_summarize
    const size = `${(figure.bytes / 2 ** 30).toFixed(2)} GiB`
    return [
      below(`${size} upload and ingest, peak memory of the API`, 'MB', figure.api_peak_mb, 300),
      below(`${size} upload and ingest, peak memory of all processes`, 'MB', figure.all_peak_mb, 1500),
      atMost(`${size} upload, last byte to ready`, 'ms', figure.last_byte_to_ready, raw, 2),
    ]
  },
  'memory-5': async ({ directory }) => {
    const figure = await measureLargeUpload(directory, 8_700_000)
    const size = `${(figure.bytes / 2 ** 30).toFixed(2)} GiB`
    return [
      below(`${size} upload and ingest, peak memory of the API`, 'MB', figure.api_peak_mb, 300),
      below(`${size} upload and ingest, peak memory of all processes`, 'MB', figure.all_peak_mb, 1500),
      reported(`${size} upload`, 'MB/s', figure.upload_mb_per_second),
      reported(`${size} upload, last byte to ready`, 'ms', figure.last_byte_to_ready),
    ]
  },
  profile: async ({ directory, rows }) => {
    const tall = await measureTallProfile(directory, rows)
    const wide = await measureWideProfile(directory, 1000, 100_000)
    const perCell = ({ whole, cells }: typeof wide) => (whole.cpuMs * 1e6) / cells
    const { ours, raw } = tall
    return [
      atMost('statistics of every column beside SUMMARIZE', 'ms', ours.columns.ms, raw.ms, 0.8),
      reported('  the same in processor time', 'ms', ours.columns.cpuMs, raw.cpuMs),
      atMost('whole profile beside SUMMARIZE', 'ms', ours.whole.ms, raw.ms, 1.5),
      reported('  the same in processor time', 'ms', ours.whole.cpuMs, raw.cpuMs),
      below('  its peak memory', 'MB', ours.peakMegabytes, 1500),
      atMost('profile of a wide table, a cell, beside the tall one', 'ns', perCell(wide), perCell(ours), 3),
    ]
  },
  charts: async ({ directory, rows }) =>
    (await measureCharts(directory, rows)).flatMap(({ chart, ours, raw }) => [
      atMost(`chart-data, ${chart}, processor time`, 'ms', ours.cpuMs, raw.cpuMs, 4),
      reported('  the same on the clock', 'ms', ours.ms, raw.ms),
    ]),
  correlations: async ({ directory }) => {
    const { ms, cpuMs } = await measureCorrelations(directory, 100, 1_000_000)
    return [
      below('correlations of 100 columns, 1 M rows', 'ms', ms, 2000),
      reported('  the same in processor time', 'ms', cpuMs),
    ]
  },
  pollution: async ({ directory }) => {
    const { scores, texts, typed } = await measurePollution(directory)
    return [
      above('polluted files, texts, weighted', 'of 10', texts, 9.8),
      above('polluted files, tables, weighted', 'of 10', typed, 9.5),
      ...scores.flatMap((score) => [
        reported(`${score.group} (${score.files}), texts`, 'of 10', score.texts),
        ...(score.typed === null ? [] : [reported('  tables', 'of 10', score.typed)]),
      ]),
    ]
  },
  'sign-in': async () => {
    const figure = await measureSignIn()
    return [
      atLeast('sign-in beside bcrypt alone', 'per s', figure.sign_ins_per_second, figure.hashes_per_second, 0.9),
      reported('health during 24 sign-ins, p95', 'ms', figure.health_during_24_sign_ins_p95, figure.health_idle_p95),
    ]
  },
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '10000000' } },
})
/** Takes 15 GB of disk and some minutes of everything; or is a part of another. */
const onlyWhenNamed = ['memory-5', ...exploreParts.map((part) => `explore-${part}`)]
const chosen =
  positionals.length > 0 ? positionals : Object.keys(benches).filter((name) => !onlyWhenNamed.includes(name))
const unknown = chosen.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

const directory = await mkdtemp(join(tmpdir(), 'datalens-bench-'))
const figures: (Figure & { bench: string })[] = []
try {
  for (const name of chosen) {
    console.error(`${name} ...`)
    const measured = (await benches[name]?.({ directory, rows: Number(values.rows) })) ?? []
    figures.push(...measured.map((figure) => ({ bench: name, ...figure })))
  }
} finally {
  await rm(directory, { recursive: true, force: true })
}

const short = (value: number | null) => (value === null ? '' : Number(value.toPrecision(3)).toLocaleString('en'))
console.table(
  figures.map(({ what, unit, ours, raw, ratio, goal, isMet }) => ({
    what,
    ours: `${short(ours)} ${unit}`,
    raw: raw === null ? '' : `${short(raw)} ${unit}`,
    ratio: short(ratio),
    goal: goal ?? '',
    met: isMet === null ? '' : isMet ? 'yes' : 'NO',
  })),
)
console.log(
  JSON.stringify({
    at: new Date().toISOString(),
    machine: `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    figures,
  }),
)
