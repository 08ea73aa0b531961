import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the clone; `.runtime` below it holds what the scripts bring or need for themselves. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const runtime = join(root, '.runtime')

/** Node calls its SQLite and its type stripping experimental, depending on the version; every process would say so. */
export const quiet = ['--disable-warning=ExperimentalWarning']

/** What is young would take up to 128 MB of memory before it is tidied up; for a server that answers requests 16 do. */
export const serverFlags = [...quiet, '--max-semi-space-size=8']

/** What Node has made of the sources is kept between starts, which halves the time they take to load. */
export const environment = { NODE_COMPILE_CACHE: join(runtime, 'compiled'), ...process.env }
