import { formatBytes } from '../../shared/format-bytes.ts'
import { placeOfByte, SqlError } from './sql-error.ts'
import type { SqlLimits } from './sql-question.ts'

type Said = { exception_type: string; exception_message: string; position?: string | undefined }

/** What an error is about: the text that its author wrote, and how many bytes of ours stood before it. */
export type SqlText = { sql: string; lead?: number | undefined }

/**
 * What DuckDB says of people's SQL, in words for its author that tell nothing of the machine. What is no error of theirs
 * stays what it is.
 */
export function asSqlError(error: unknown, { sql, lead = 0 }: SqlText, limits: SqlLimits): unknown {
  if (error instanceof SqlError || !(error instanceof Error)) return error
  const said = readJson(error.message) ?? readText(error.message)
  if (!said) return error
  const place = said.position === undefined ? undefined : placeOfByte(sql, Number(said.position) - lead)
  return new SqlError(inWords(said, limits), place)
}

function inWords({ exception_type: type, exception_message: message }: Said, limits: SqlLimits): string {
  switch (type) {
    case 'Out of Memory':
      return /temp(orary)?[ _]directory|temp_directory_size/i.test(message) && !/^could not allocate/i.test(message)
        ? tooMuchOnDisk(limits)
        : tooMuchMemory(limits)
    case 'Permission':
    case 'IO':
    case 'HTTP':
      return /no space left/i.test(message)
        ? 'The disk of the server has no room for this query. Narrow it, or try again later.'
        : 'A query reads its datasets and nothing else.'
    case 'INTERNAL':
    case 'FATAL':
      return 'DuckDB stumbles over this query. Write it in another way.'
    default:
      return message.trim().replaceAll(tablePath, 'the file of a dataset')
  }
}

const tablePath = /['"]?(?:\/|[A-Za-z]:\\)[^'"\n]*?\.parquet['"]?/g

/** Says that a query needs more memory than one may have. */
export const tooMuchMemory = ({ memoryLimitBytes }: Pick<SqlLimits, 'memoryLimitBytes'>): string =>
  `This query needs more memory than one query may have (${formatBytes(memoryLimitBytes)}). Narrow it, or group before you sort and join.`

const tooMuchOnDisk = ({ maxTempBytes }: SqlLimits) =>
  `This query needs more room on the disk than one query may have (${formatBytes(maxTempBytes)}). Narrow it, or group before you sort and join.`

/** As `errors_as_json` writes them; what the parser says has its own words before. */
function readJson(message: string): Said | undefined {
  try {
    const said = JSON.parse(message.slice(message.indexOf('{')))
    return typeof said.exception_type === 'string' && typeof said.exception_message === 'string' ? said : undefined
  } catch {
    return undefined
  }
}

function readText(message: string): Said | undefined {
  const [, type, rest] = /^([A-Z][A-Za-z ]*?) Error: (.*)$/s.exec(message) ?? []
  return type === undefined || rest === undefined ? undefined : { exception_type: type, exception_message: rest }
}
