import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'

const file = findPackageJSON('..', import.meta.url)

/** The version of this DataLens. */
export const version: string = file ? JSON.parse(readFileSync(file, 'utf8')).version : '0.0.0'
