import { mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { availableParallelism, constants, tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { styleText } from 'node:util'
import { loadLimits } from '../../engine/load-limits.ts'
import { profileFile } from '../../engine/report/profile-file.ts'
import type { FileFindings } from '../../engine/report/read-and-profile.ts'
import { renderReport } from '../../engine/report/render-report.ts'
import { UnreadableFileError } from '../../engine/unreadable-file-error.ts'
import { OperatorError } from '../../server/operator-error.ts'
import { version } from '../../server/version.ts'
import { type ReadingOptions, readingOptionsSchema } from '../../shared/reading-options.ts'
import type { Report } from '../../shared/report.ts'
import { shownValue } from '../../shared/shown-value.ts'
import type { ProfileWishes } from './profile-command.ts'
import { openInput } from './profile-input.ts'
import { type Paint, profileSummary } from './profile-summary.ts'
import { showProgress } from './show-progress.ts'

const widthWithoutTerminal = 100

/**
 * Reads and profiles a file and says what is in it. Whatever it makes on the way lies in one directory, which is gone
 * afterwards, also when a signal ends it. `refuse` ends the command as wrongly used.
 */
export const runProfile = async (
  named: string,
  wishes: ProfileWishes,
  refuse: (reason: string) => never,
): Promise<void> => {
  const reading = readReading(wishes.reading, refuse)
  for (const target of [wishes.html, wishes.json]) await checkTarget(target, named, refuse)
  if (await isOneFile(wishes.html, wishes.json)) refuse('--html and --json name the same file')
  const stopping = stopOnSignal()
  const directory = await mkdtemp(join(tmpdir(), 'datalens-profile-'))
  try {
    const { file, name } = await openInput(named, directory, stopping.signal)
    const findings = await readFindings({ file, name, reading, directory, signal: stopping.signal })
    await tell(reportOf(name, findings), wishes)
  } catch (error) {
    if (!stopping.signal.aborted) throw sayWhy(error, named)
    process.exitCode = 128 + constants.signals[stopping.signal.reason as NodeJS.Signals]
  } finally {
    await rm(directory, { recursive: true, force: true })
    stopping.end()
  }
}

const readFindings = async ({
  file,
  name,
  reading,
  directory,
  signal,
}: {
  file: string
  name: string
  reading: ReadingOptions
  directory: string
  signal: AbortSignal
}): Promise<FileFindings> => {
  const progress = showProgress(process.stderr, name)
  try {
    const limits = loadLimits(availableParallelism(), 1)
    return await profileFile(
      { ...limits, file, name, reading },
      { tempDir: directory, signal, onProgress: progress.show },
    )
  } finally {
    progress.clear()
  }
}

const reportOf = (name: string, findings: FileFindings): Report => ({
  title: name,
  file_name: name,
  version: null,
  made_at: new Date().toISOString(),
  made_by: `DataLens ${version}`,
  ...findings,
})

const tell = async (report: Report, { html, json }: ProfileWishes): Promise<void> => {
  if (html !== undefined) await writeTarget(html, renderReport(report))
  if (json !== undefined) await writeTarget(json, `${JSON.stringify(report)}\n`)
  if (json === '-' || html === '-') return
  const { columns } = process.stdout
  const width = columns ?? (Number(process.env.COLUMNS) || widthWithoutTerminal)
  await print(profileSummary(report, { width, paint }))
}

const looks = { strong: 'bold', quiet: 'dim', warning: 'yellow' } as const

/** Leaves the text as it is where the output is no terminal or NO_COLOR is set. */
const paint: Paint = (look, text) => styleText(looks[look], text, { stream: process.stdout })

const writeTarget = async (target: string, text: string): Promise<void> => {
  if (target === '-') return print(text)
  await writeFile(target, text).catch((error: Error) => {
    throw new OperatorError(`${target} cannot be written: ${error.message}.`)
  })
}

/** A reader that has seen enough, such as \`head\`, is no failure. */
const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? resolve() : reject(error)))
    process.stdout.write(text, () => resolve())
  })

const readReading = (text: string | undefined, refuse: (reason: string) => never): ReadingOptions => {
  if (text === undefined) return {}
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return refuse('--reading takes JSON, such as {"delimiter": ";"}')
  }
  const { data, error } = readingOptionsSchema.safeParse(given)
  if (data) return data
  const [issue] = error.issues
  return refuse(`--reading cannot be used: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

/** What would be found out only after minutes of reading is found out before. */
const checkTarget = async (target: string | undefined, named: string, refuse: (reason: string) => never) => {
  if (target === undefined || target === '-') return
  const path = resolve(target)
  const folder = await stat(dirname(path)).catch(() => undefined)
  if (!folder?.isDirectory()) refuse(`there is no directory ${dirname(path)} to write ${basename(path)} in`)
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) refuse(`${target} is a directory. Name a file in it`)
  if (await isOneFile(target, named)) refuse(`${target} is the file to read`)
}

const isOneFile = async (one: string | undefined, other: string | undefined): Promise<boolean> => {
  if (one === undefined || other === undefined) return false
  const [first, second] = await Promise.all([placeOf(one), placeOf(other)])
  return first === second
}

/** Where a path leads, past links; of what does not exist yet, past those of its directory. */
const placeOf = async (named: string): Promise<string> => {
  const path = resolve(named)
  const directory = () => realpath(dirname(path)).catch(() => dirname(path))
  return await realpath(path).catch(async () => join(await directory(), basename(path)))
}

const stopOnSignal = () => {
  const controller = new AbortController()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const stop = (signal: NodeJS.Signals) => controller.abort(signal)
  for (const signal of signals) process.on(signal, stop)
  const end = () => {
    for (const signal of signals) process.off(signal, stop)
  }
  return { signal: controller.signal, end }
}

const sayWhy = (error: unknown, named: string): unknown => {
  if (!(error instanceof UnreadableFileError)) return error
  if (error.code !== 'no_space') return new OperatorError(shownValue(`${named}: ${error.detail}`))
  return new OperatorError(
    `${tmpdir()} has no room for what is made on the way. Make some, or set TMPDIR to a larger disk.`,
  )
}
