import type { FastifyInstance } from 'fastify'
import type { SignedIn } from './factories.ts'
import { fileForm } from './multipart.ts'

/** The id of a dataset that a person has made of a text; nobody has read it yet. */
export const uploadText = async (app: FastifyInstance, person: SignedIn, text: string): Promise<string> => {
  const form = fileForm(text)
  const answer = await app.inject({
    ...{ method: 'POST', url: '/api/v1/datasets', payload: form.payload },
    headers: { ...person.headers, ...form.headers },
  })
  return answer.json().id
}
