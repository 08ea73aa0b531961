import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProgram } from '../src/cli/program.ts'
import { type CatalogTable, readCatalog } from '../src/server/database/catalog.ts'
import { type Orm, openOrm } from '../src/server/database/orm.ts'
import { createTestDatabase } from '../test/postgres.ts'

const page = readFileSync(join(import.meta.dirname, 'database.md'), 'utf8')
const [, picture = ''] = /```mermaid\n(.*?)```/s.exec(page) ?? []

let orm: Orm
let catalog: CatalogTable[]
beforeAll(async () => {
  orm = openOrm({ url: await createTestDatabase() })
  catalog = await readCatalog(orm)
})
afterAll(() => orm.close())

test('the picture shows every table, and no column that is not there or is of another type', () => {
  const drawn = [...picture.matchAll(/^ {2}(\w+) \{\n(.*?)^ {2}\}/gms)]
  expect(drawn.map(([, table]) => table).sort()).toEqual(catalog.map(({ table }) => table).sort())
  for (const [, name, body = ''] of drawn) {
    const table = catalog.find(({ table }) => table === name)
    for (const [, type = '', column, rest = ''] of body.matchAll(/^ {4}(\S+) (\w+)(.*)$/gm)) {
      const found = table?.columns.find((candidate) => candidate.column === column)
      const catalogType = type
        .replace('varchar', 'character varying')
        .replace('timestamptz', 'timestamp with time zone')
      expect({ column, type: found?.type.replace(/\(6\)/, ''), nullable: found?.nullable }).toEqual({
        column,
        type: catalogType,
        nullable: rest.includes('"null'),
      })
    }
  }
})

test('the picture shows every relation and what a deletion does', () => {
  const drawn = [...picture.matchAll(/^ {2}(\w+) \S+ (\w+) : ".*\((.*)\)"$/gm)].map(
    ([, to, from, rule]) => `${from} ${to} ${rule}`,
  )
  const stored = catalog.flatMap(({ table, constraints }) =>
    constraints.flatMap((line) => {
      const [, to, rule = ''] = /FOREIGN KEY .* REFERENCES (\w+)\(id\) ON DELETE (.*)$/.exec(line) ?? []
      return to ? [`${table} ${to} ${rule.toLowerCase()}`] : []
    }),
  )
  expect(drawn.sort()).toEqual(stored.sort())
})

test('every command is explained, and none that does not exist', () => {
  const commands = createProgram().commands.find((command) => command.name() === 'db')?.commands ?? []
  const mentioned = new Set([...page.matchAll(/datalens db (\w+)/g)].map(([, name]) => name))
  expect([...mentioned].sort()).toEqual(commands.map((command) => command.name()).sort())
})

test('every sentence of the troubleshooting is one that the sources say', () => {
  const sources = ['cli', 'server'].flatMap((area) => {
    const directory = join(import.meta.dirname, '..', 'src', area)
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!test)\.ts$/.test(file),
    )
    return files.map((file) => readFileSync(join(directory, file), 'utf8'))
  })
  const said = sources.join('\n')
  const sentences = [...page.matchAll(/^- `(.+?)`\\$/gm)].map(([, sentence = '']) => sentence)
  expect(sentences.length).toBeGreaterThan(8)
  for (const sentence of sentences) {
    for (const part of sentence.split(/\.\.\.|\d+/).map((text) => text.trim()))
      expect({ part, isSaid: said.includes(part) }).toEqual({ part, isSaid: true })
  }
})

test('every link leads somewhere', () => {
  for (const [, target = ''] of page.matchAll(/\]\(([^#)]+)\)/g)) {
    expect(existsSync(join(import.meta.dirname, target)), target).toBe(true)
  }
})
