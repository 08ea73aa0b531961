import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { SqlAsked } from '../../engine/sql/sql-queries.ts'
import type { ComputedTypes } from '../../engine/steps/computed-types.ts'
import { datasetSchema } from '../../shared/dataset.ts'
import { problemSchema } from '../../shared/problem.ts'
import { queryTimeouts } from '../../shared/queries.ts'
import { mostSteps, type Step, stepsPreviewSchema, stepsSchema } from '../../shared/steps.ts'
import { recorderOf } from '../audit/record-event.ts'
import { readerGone } from '../http/reader-gone.ts'
import { changeSteps, compileForBase, type RequiredSteps, requireTable } from './change-steps.ts'
import { datasetParams } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { getDataset } from './find-dataset.ts'
import { getReadyVersion } from './get-version.ts'
import { asQueryProblem } from './query-problem.ts'
import { versionQuery } from './selection-query.ts'
import { absolutePath } from './stored-file.ts'

const previewQuery = z.object({
  since: z.coerce
    .number()
    .int()
    .min(0)
    .max(mostSteps)
    .default(0)
    .describe('Examples are of the steps from this one on.'),
  limit: z.coerce.number().int().min(1).max(1000).default(20),
})

/** The steps that clean a dataset: reversible, each version with them is made from the one that they begin with. */
export const stepsRoutes = (root: FastifyInstance, { home, queries, sql, stopping }: Datasets): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Datasets']
  /** The types of what steps compute over the table that they begin with. */
  const computedBy = async ({ baseTable }: RequiredSteps, steps: Step[], asked: SqlAsked): Promise<ComputedTypes> => {
    const question = { about: 'computed' as const, tableFile: absolutePath(home, baseTable), steps }
    const text = await sql.steps(question, asked).catch((error) => {
      throw asQueryProblem(error)
    })
    return new Map(JSON.parse(text))
  }
  const doCompute = (steps: Step[]) => steps.some(({ op }) => op === 'compute')
  const askedBy = ({ user }: FastifyRequest, reply: FastifyReply): SqlAsked => ({
    ...{ person: user.id, timeoutMs: queryTimeouts.usual },
    signal: AbortSignal.any([readerGone(reply), stopping]),
  })
  const refusals = Object.fromEntries([401, 403, 404, 408, 409, 422, 503].map((status) => [status, problemSchema]))

  app.get(
    '/api/v1/datasets/:id/steps',
    {
      schema: {
        tags,
        summary: 'The steps in force',
        description: 'Of the version in use, or of another. `format=sql` is one SELECT over the table `data`.',
        params: datasetParams,
        querystring: versionQuery.extend({ format: z.enum(['json', 'sql']).default('json') }),
        response: { 200: stepsSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, user, params, query } = request
      const { id } = params
      const { version, format } = query
      const db = em.getKysely()
      const { number } = await getReadyVersion(db, user.id, id, version)
      const found = await requireTable(db, id, number)
      if (format === 'json') return found.steps
      const computed = doCompute(found.steps)
        ? await computedBy(found, found.steps, askedBy(request, reply))
        : new Map()
      const compiled = compileForBase(found, found.steps, computed)
      return reply.type('text/plain; charset=utf-8').send(`${compiled.select()}\n` as never)
    },
  )

  app.put(
    '/api/v1/datasets/:id/steps',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'Change the steps',
        description:
          'The whole list, which takes the place of the one before: a version is made in the background, and what is in use stays until it is ready. An empty list undoes all of them at once. With `version` it is refused unless that is the version in use, so that nobody overwrites what somebody else has changed meanwhile.',
        params: datasetParams,
        querystring: versionQuery,
        body: stepsSchema,
        response: { 202: datasetSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, user, params, query, body: steps } = request
      const db = em.getKysely()
      let computed: ComputedTypes = new Map()
      if (doCompute(steps)) {
        const { number } = await getReadyVersion(db, user.id, params.id)
        computed = await computedBy(await requireTable(db, params.id, number), steps, askedBy(request, reply))
      }
      await changeSteps(db, home, {
        userId: user.id,
        id: params.id,
        steps,
        computed,
        seen: query.version,
        record: recorderOf(request),
      })
      reply.code(202)
      return await getDataset(em.getKysely(), user.id, params.id)
    },
  )

  app.post(
    '/api/v1/datasets/:id/steps/preview',
    {
      config: { unitOfWork: 'plain', scope: 'read' },
      schema: {
        tags,
        summary: 'What steps would change',
        description:
          'The whole list, as `PUT` takes it: counts of all rows, the first rows, and some of the cells that change.',
        params: datasetParams,
        querystring: previewQuery,
        body: stepsSchema,
        response: { 200: stepsPreviewSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, user, params, query, body: steps } = request
      const db = em.getKysely()
      const { number } = await getReadyVersion(db, user.id, params.id)
      const { baseTable } = await requireTable(db, params.id, number)
      const question = { about: 'steps' as const, tableFile: absolutePath(home, baseTable), steps, ...query }
      const asked = askedBy(request, reply)
      const answer = doCompute(steps) ? sql.steps(question, asked) : queries.stepsText(question, asked)
      const text = await answer.catch((error) => {
        throw asQueryProblem(error)
      })
      return reply.type('application/json; charset=utf-8').send(text as never) as never
    },
  )
}
