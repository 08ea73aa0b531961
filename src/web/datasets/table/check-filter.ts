import { type Filter, viewSqlSchema } from '../../../shared/rows.ts'
import { ApiProblem, sentenceOf } from '../../api/problem.ts'
import { get } from '../../api/request.ts'

/** The version of a dataset that a filter is about. */
export type FilteredVersion = { datasetId: string; version: number }

/** A filter and a search as SQL over the table `data`; throws what the rows would be refused with. */
export const sqlOfView = async ({ datasetId, version }: FilteredVersion, filter: Filter | undefined, q = '') =>
  (
    await get(`/datasets/${encodeURIComponent(datasetId)}/rows/sql`, viewSqlSchema, {
      query: { version, filter, q: q || undefined },
    })
  ).sql

/** What is wrong with a filter, and where; undefined where nothing is. */
export const faultOfFilter = async (
  version: FilteredVersion,
  filter: Filter,
): Promise<{ path: string; message: string } | undefined> => {
  try {
    await sqlOfView(version, filter)
    return undefined
  } catch (error) {
    const fault = error instanceof ApiProblem ? error.body.errors?.[0] : undefined
    return fault ?? { path: 'filter', message: sentenceOf(error) }
  }
}
