import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../src', import.meta.url))

const allowed: Record<string, string[]> = {
  shared: [],
  engine: ['shared'],
  server: ['shared', 'engine'],
  cli: ['shared', 'engine', 'server'],
  web: ['shared'],
}

/** Features in pipeline order: each may import those before it. `app.ts` and `main.ts` wire them. */
const serverFolders = [
  'postgres',
  'database',
  'http',
  'events',
  'jobs',
  'audit',
  'mail',
  'accounts',
  'datasets',
  'profiles',
  'queries',
  'charts',
  'administration',
]

interface Import {
  from: string
  to: string
}

const importsOf = (file: string): Import[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)['"]/g)].map(
    ([, target]) => ({
      from: file,
      to: relative(root, join(root, dirname(file), target ?? '')),
    }),
  )

const sources = globSync('**/*.{ts,tsx}', { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file))
const imports = sources.flatMap(importsOf).filter(({ to }) => !to.startsWith('..'))
const areaOf = (file: string) => file.split('/')[0] ?? ''

test('every area imports only the areas below it', () => {
  expect(sources.length).toBeGreaterThan(20)
  const wrong = imports.filter(({ from, to }) => {
    const [area, other] = [areaOf(from), areaOf(to)]
    return area !== other && !allowed[area]?.includes(other)
  })
  expect(wrong).toEqual([])
})

test('only the three files of the engine that are named after DuckDB import it', () => {
  const importers = sources.filter((file) => /from '@duckdb\//.test(readFileSync(join(root, file), 'utf8')))
  expect(importers.sort()).toEqual(['engine/duckdb-columns.ts', 'engine/duckdb-vectors.ts', 'engine/duckdb.ts'])
})

test('inside the server, http and database know no feature, and features import only earlier ones', () => {
  const folderOf = (file: string) => (file.startsWith('server/') ? file.split('/')[1] : undefined)
  const wrong = imports.filter(({ from, to }) => {
    const [a, b] = [serverFolders.indexOf(folderOf(from) ?? ''), serverFolders.indexOf(folderOf(to) ?? '')]
    if (a < 0 || b < 0 || isModel(from) || isModel(to) || from === 'server/database/orm.ts') return false
    return b > a
  })
  expect(wrong).toEqual([])
})

/** Models name each other in both directions: `user.datasets`, `dataset.owner`. */
function isModel(file: string): boolean {
  return /defineEntity\(/.test(readFileSync(join(root, file), 'utf8'))
}
