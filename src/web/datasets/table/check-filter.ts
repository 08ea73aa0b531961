import { type Filter, rowsAnswerSchema, viewSqlSchema } from '../../../shared/rows.ts'
import { ApiProblem, sentenceOf } from '../../api/problem.ts'
import { get } from '../../api/request.ts'

/** The version of a dataset that a filter is about. */
export type FilteredVersion = { datasetId: string; version: number }

const rowsOf = ({ datasetId }: FilteredVersion) => `/datasets/${encodeURIComponent(datasetId)}/rows`

/** A filter and a search as SQL over the table `data`; throws what the rows would be refused with. */
export const sqlOfView = async (of: FilteredVersion, filter: Filter | undefined, q = '') => {
  const query = { version: of.version, filter, q: q || undefined }
  return (await get(`${rowsOf(of)}/sql`, viewSqlSchema, { query })).sql
}

/** Only the engine knows whether a pattern is one: it is asked for those of no row, which it answers without reading. */
const tryPatterns = async (of: FilteredVersion, filter: Filter) => {
  if (!JSON.stringify(filter).includes('"op":"matches"')) return
  const query = { version: of.version, filter: { and: [{ or: [] }, filter] }, limit: 1 }
  await get(rowsOf(of), rowsAnswerSchema, { query })
}

/** What is wrong with a filter, and where; undefined where nothing is. */
export const faultOfFilter = async (
  of: FilteredVersion,
  filter: Filter,
): Promise<{ path: string; message: string } | undefined> => {
  try {
    await sqlOfView(of, filter)
    await tryPatterns(of, filter)
    return undefined
  } catch (error) {
    const fault = error instanceof ApiProblem ? error.body.errors?.[0] : undefined
    return fault ?? { path: 'filter', message: sentenceOf(error) }
  }
}
