import type { Dataset } from '../src/shared/dataset.ts'
import { fileForm } from './multipart.ts'

const password = 'a horse of quite another colour'

/** What a script of a person would send to a running DataLens. */
export class DataLensClient {
  headers: Record<string, string>
  private readonly username: string
  private url: string

  private constructor(url: string, username: string, token: string) {
    this.url = url
    this.username = username
    this.headers = { authorization: `Bearer ${token}` }
  }

  /** Makes an account and signs in. */
  static async register(url: string, username: string): Promise<DataLensClient> {
    const client = new DataLensClient(url, username, '')
    const body = { email: `${username}@example.org`, username, password }
    const answer = await client.ask('POST', '/auth/register', body)
    if (answer.status !== 201) throw new Error(`registering answered ${answer.status} ${await answer.text()}`)
    await client.moveTo(url)
    return client
  }

  /** Signs in again, where the server answers now. */
  async moveTo(url: string): Promise<void> {
    this.url = url
    const answer = await this.ask('POST', '/auth/login', { login: this.username, password })
    const { access_token: token } = (await answer.json()) as { access_token: string }
    this.headers = { authorization: `Bearer ${token}` }
  }

  /** Where something is at this moment. */
  address(path: string): string {
    return `${this.url}/api/v1${path.replace(/^\/api\/v1/, '')}`
  }

  ask(method: string, path: string, body?: object): Promise<Response> {
    return fetch(this.address(path), {
      method,
      headers: { ...this.headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.ask('GET', path)
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  dataset(id: string, wait = 0): Promise<Dataset> {
    return this.get(`/datasets/${id}?wait=${wait}`)
  }

  async upload(content: string | Buffer, { name = 'data.csv', wait = 0 } = {}): Promise<Dataset> {
    const { payload, headers } = fileForm(content, name)
    const answer = await fetch(this.address(`/datasets?wait=${wait}`), {
      method: 'POST',
      body: new Uint8Array(payload),
      headers: { ...headers, ...this.headers },
    })
    if (answer.status !== 201) throw new Error(`the upload answered ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Dataset
  }
}
