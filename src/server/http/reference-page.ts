import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { type Html, html } from '../../shared/html.ts'
import { problemCodes } from '../../shared/problem.ts'

interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  additionalProperties?: Schema | boolean
}

interface Operation {
  operationId?: string
  tags?: string[]
  summary?: string
  description?: string
  security?: object[]
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description?: string; content?: Record<string, { schema: Schema }> }>
}

interface Document {
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** A schema as it is sent and as it is answered is one to a reader. */
const refName = (ref: string) => (ref.split('/').at(-1) ?? ref).replace(/Input$/, '')

const typeOf = (schema: Schema | undefined): Html => {
  if (!schema) return html`any`
  if (schema.$ref) return html`<a href="#schema-${refName(schema.$ref)}">${refName(schema.$ref)}</a>`
  if (schema.const !== undefined) return html`${JSON.stringify(schema.const)}`
  if (schema.enum) return html`${schema.enum.map((value) => JSON.stringify(value)).join(' | ')}`
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return html`${choices.map((choice, index) => html`${index > 0 && ' | '}${typeOf(choice)}`)}`
  if (schema.type === 'array') return html`list of ${typeOf(schema.items)}`
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object' && !schema.properties) {
    return html`map of ${typeOf(schema.additionalProperties)}`
  }
  return html`${[schema.type ?? 'any'].flat().join(' | ')}${schema.format && html` <i>${schema.format}</i>`}`
}

const propertyTable = (schema: Schema): Html => {
  if (!schema.properties) return html`<p class="type">${typeOf(schema)}</p>`
  const rows = Object.entries(schema.properties).map(
    ([name, property]) =>
      html`<tr>
        <th scope="row"><code>${name}</code>${!schema.required?.includes(name) && html` <small>optional</small>`}</th>
        <td>${typeOf(property)}${property.default !== undefined && html` <small>default ${JSON.stringify(property.default)}</small>`}</td>
        <td>${property.description}</td>
      </tr>`,
  )
  return html`<table><tbody>${rows}</tbody></table>`
}

const contents = (label: string, content: Record<string, { schema: Schema }> | undefined): Html =>
  html`${Object.entries(content ?? {}).map(
    ([type, { schema }]) => html`<h4>${label} <code>${type}</code></h4>${propertyTable(schema)}`,
  )}`

const parameterTable = (operation: Operation): Html | false => {
  const parameters = operation.parameters ?? []
  if (parameters.length === 0) return false
  return html`<h4>Parameters</h4>
    <table>
      <tbody>${parameters.map(
        (parameter) =>
          html`<tr>
            <th scope="row"><code>${parameter.name}</code> <small>${parameter.in}${!parameter.required && ', optional'}</small></th>
            <td>${typeOf(parameter.schema)}${parameter.schema.default !== undefined && html` <small>default ${JSON.stringify(parameter.schema.default)}</small>`}</td>
            <td>${parameter.description ?? parameter.schema.description}</td>
          </tr>`,
      )}</tbody>
    </table>`
}

const operationSection = (path: string, method: string, operation: Operation): Html =>
  html`<section id="${slug(`${method} ${path}`)}">
    <h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></h3>
    ${operation.summary && html`<p>${operation.summary}${!operation.summary.endsWith('.') && '.'}</p>`}
    ${operation.description && html`<p>${operation.description}</p>`}
    ${parameterTable(operation)}
    ${contents('Body', operation.requestBody?.content)}
    ${Object.entries(operation.responses).map(([status, response]) =>
      response.content
        ? contents(`Answer ${status}`, response.content)
        : html`<h4>Answer ${status}</h4><p>${response.description}</p>`,
    )}
  </section>`

const page = (document: Document): Html => {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] }] : [])),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'Other'))]
  const inTag = (tag: string) => operations.filter(({ operation }) => (operation.tags?.[0] ?? 'Other') === tag)
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) => !name.endsWith('Input'))
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>DataLens API ${document.info.version}</title>
    <link rel="stylesheet" href="/api/docs.css" />
  </head>
  <body>
    <nav aria-label="Contents">
      <p class="wordmark"><a href="/">datalens</a> <small>API ${document.info.version}</small></p>
      ${tags.map(
        (tag) => html`<h2>${tag}</h2>
      <ul>${inTag(tag).map(
        ({ path, method }) =>
          html`<li><a href="#${slug(`${method} ${path}`)}"><span class="method ${method}">${method.toUpperCase()}</span> ${path.replace('/api/v1', '')}</a></li>`,
      )}</ul>`,
      )}
      <h2>More</h2>
      <ul>
        <li><a href="#errors">Errors</a></li>
        <li><a href="#schemas">Schemas</a></li>
        <li><a href="/api/v1/openapi.json">openapi.json</a></li>
      </ul>
    </nav>
    <main>
      <h1>The DataLens API</h1>
      <p>${document.info.description}</p>
      <p>
        JSON in snake_case, under <code>/api/v1</code>. Sign in with <code>POST /api/v1/auth/login</code> and send the
        <code>access_token</code> of the answer as <code>Authorization: Bearer ...</code>. Lists answer
        <code>{items, total, limit, offset}</code>; what you may not see answers 404, exactly as what does not exist.
      </p>
      ${tags.map(
        (tag) =>
          html`<h2>${tag}</h2>${inTag(tag).map(({ path, method, operation }) => operationSection(path, method, operation))}`,
      )}
      <h2 id="errors">Errors</h2>
      <p>
        Every failure is <code>application/problem+json</code> (RFC 9457). Programs read <code>code</code>; people read
        <code>detail</code>; <code>errors</code> names the fields concerned; <code>request_id</code> finds the request in the log.
      </p>
      <table>
        <tbody>${Object.entries(problemCodes).map(
          ([code, { status, title }]) =>
            html`<tr id="error-${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${title}</td></tr>`,
        )}</tbody>
      </table>
      <h2 id="schemas">Schemas</h2>
      ${schemas.map(
        ([name, schema]) =>
          html`<section id="schema-${name}"><h3>${name}</h3><p>${schema.description}</p>${propertyTable(schema)}</section>`,
      )}
    </main>
  </body>
</html>`
}

const stylesheet = readFileSync(new URL('./reference-page.css', import.meta.url), 'utf8')

/** `GET /api/docs`: the API as a page to read, made from the same document as `/api/v1/openapi.json`. */
export const referencePage = (app: FastifyInstance): void => {
  app.get('/api/docs', { schema: { hide: true }, config: { access: 'public' } }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page(app.swagger() as unknown as Document).markup),
  )
  app.get('/api/docs.css', { schema: { hide: true }, config: { access: 'public' } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(stylesheet),
  )
}
