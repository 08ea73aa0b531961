import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import { StoredJson } from './stored-json.ts'

/**
 * Turns answers into JSON. Presenters are typed by the same schemas, so an answer is checked only in tests, where one
 * that does not fit its schema fails the request.
 */
export const answerCompiler =
  ({ check }: { check: boolean }) =>
  ({ schema, method, url }: Parameters<FastifySchemaCompiler<z.ZodType>>[0]) =>
  (answer: unknown): string => {
    const text = answer instanceof StoredJson ? answer.text : JSON.stringify(answer)
    if (check) {
      const { error } = schema.safeParse(answer instanceof StoredJson ? JSON.parse(text) : answer)
      if (error) throw new Error(`${method} ${url} answers what its schema does not allow: ${error.message}`)
    }
    return text
  }
