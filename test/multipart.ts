import { randomBytes } from 'node:crypto'

export interface FormPart {
  /** The whole Content-Disposition after `form-data; `, byte for byte. */
  disposition: string | Buffer
  content: string | Buffer
  type?: string
}

/** A multipart form as its bytes, so that a test decides about every one of them. */
export const buildForm = (
  parts: FormPart[],
  { end = true } = {},
): { payload: Buffer; headers: Record<string, string> } => {
  const boundary = `form-${randomBytes(8).toString('hex')}`
  const chunks = parts.flatMap(({ disposition, content, type }) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; `),
    Buffer.from(disposition),
    Buffer.from(`${type ? `\r\nContent-Type: ${type}` : ''}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ])
  const payload = Buffer.concat([...chunks, Buffer.from(end ? `--${boundary}--\r\n` : '')])
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

/** The form of a plain upload. */
export const fileForm = (content: string | Buffer, name = 'visits.csv', fields: Record<string, string> = {}) =>
  buildForm([
    ...Object.entries(fields).map(([field, value]) => ({ disposition: `name="${field}"`, content: value })),
    { disposition: `name="file"; filename="${name}"`, content, type: 'text/csv' },
  ])
