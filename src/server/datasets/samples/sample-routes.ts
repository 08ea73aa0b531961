import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { datasetSchema } from '../../../shared/dataset.ts'
import { pageOf, pageQuerySchema } from '../../../shared/page.ts'
import { problemSchema } from '../../../shared/problem.ts'
import { sampleSchema, samples } from '../../../shared/samples.ts'
import { recorderOf } from '../../audit/record-event.ts'
import type { Datasets } from '../datasets.ts'
import { addSample } from './add-sample.ts'

/** Small made-up datasets that show what DataLens does. */
export const sampleRoutes = (root: FastifyInstance, datasets: Datasets): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Datasets']

  app.get(
    '/api/v1/samples',
    {
      schema: {
        tags,
        summary: 'Small datasets to try things with',
        querystring: pageQuerySchema,
        response: { 200: pageOf(sampleSchema), 401: problemSchema },
      },
    },
    async ({ query: { offset, limit } }) => ({
      items: samples.slice(offset, offset + limit),
      total: samples.length,
      offset,
      limit,
    }),
  )

  app.post(
    '/api/v1/samples/:name',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'Make a sample a dataset of your own',
        params: z.object({ name: z.string().describe('The name of a sample, as in the list.') }),
        response: { 201: datasetSchema, 401: problemSchema, 404: problemSchema, 507: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, params } = request
      const dataset = await addSample(em.getKysely(), datasets, {
        userId: user.id,
        name: params.name,
        record: recorderOf(request),
      })
      reply.code(201).header('location', `/api/v1/datasets/${dataset.id}`)
      return dataset
    },
  )
}
