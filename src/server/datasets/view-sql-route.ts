import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { z } from 'zod'
import { viewSql } from '../../engine/query/view-sql.ts'
import { problemSchema } from '../../shared/problem.ts'
import { viewSqlSchema } from '../../shared/rows.ts'
import type { Db } from '../database/db.ts'
import { datasetParams } from './dataset-routes.ts'
import { getReadyVersion } from './get-version.ts'
import { asQueryProblem } from './query-problem.ts'
import { arrangementQuery, columnsAsked, selectionQuery, sortKeys } from './selection-query.ts'

const { values: _, ...view } = selectionQuery

/** What a table shows, as SQL. */
export const viewSqlRoute = (root: FastifyInstance): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/datasets/:id/rows/sql',
    {
      schema: {
        tags: ['Datasets'],
        summary: 'Rows of a dataset, as SQL',
        description:
          'The same view as one SELECT over the table `data`; asks nothing of the rows, and refuses what they would.',
        params: datasetParams,
        querystring: z.object({ ...view, ...arrangementQuery }),
        response: {
          200: viewSqlSchema,
          401: problemSchema,
          404: problemSchema,
          409: problemSchema,
          422: problemSchema,
        },
      },
    },
    async ({ em, user, params: { id }, query: { version: number, sort = [], filter, q, ...asked } }) => {
      const version = await getReadyVersion(em.getKysely(), user.id, id, number)
      const known = await typesOf(em.getKysely(), version.versionId)
      try {
        const columns = columnsAsked(
          known.map(({ name }) => name),
          asked,
        )
        return { sql: viewSql(known, { columns, sort: sortKeys(sort), filter, q }) }
      } catch (error) {
        throw asQueryProblem(error)
      }
    },
  )
}

const typesOf = async (db: Db, versionId: string): Promise<{ name: string; sql_type: string }[]> => {
  const { rows } = await sql<{ columns: { name: string; sql_type: string }[] }>`
    select columns_info as columns from dataset_versions where id = ${versionId}`.execute(db)
  return rows[0]?.columns ?? []
}
