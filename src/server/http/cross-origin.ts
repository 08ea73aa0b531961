import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

const hour = 60 * 60

/**
 * Lets pages of these origins, and of no others, call the API with an access token. Never with cookies: no answer allows
 * credentials, and what writes by cookie needs an `Origin` of ours.
 */
export const allowOrigins = async (app: FastifyInstance, origins: string[]): Promise<void> => {
  if (origins.length === 0) return
  await app.register(cors, {
    origin: origins,
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'accept',
      'authorization',
      'content-type',
      'idempotency-key',
      'last-event-id',
      'tus-resumable',
      'upload-checksum',
      'upload-length',
      'upload-metadata',
      'upload-offset',
      'x-timeout-status',
    ],
    exposedHeaders: [
      'content-disposition',
      'idempotent-replayed',
      'location',
      'location-dataset',
      'retry-after',
      'tus-resumable',
      'upload-expires',
      'upload-length',
      'upload-offset',
      'www-authenticate',
      'x-request-id',
      'x-row-count',
      'x-sheet-count',
    ],
    maxAge: hour,
  })
}
