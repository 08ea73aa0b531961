import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'

const file = findPackageJSON('@duckdb/node-api', import.meta.url)

/** The version of DuckDB that is installed, as `1.5.6`, told by its package so that DuckDB itself need not be loaded. */
export const installedDuckDb: string = file
  ? JSON.parse(readFileSync(file, 'utf8')).version.replace(/-.*/, '')
  : '0.0.0'
