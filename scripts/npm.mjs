import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { runChild } from './run-child.mjs'

/** Runs npm; with `node`, by that Node instead of the one that npm belongs to. Throws when it fails. */
export async function npm(parameters, { cwd, node = process.execPath }) {
  const program = npmProgram()
  const code = program
    ? await runChild(node, [program, ...parameters], { cwd, env: environment() })
    : await runChild('npm', parameters, { cwd, env: environment(), shell: process.platform === 'win32' })
  if (code !== 0) throw new Error(`npm ${parameters[0]} failed.`)
}

/** The script of the npm that runs us. */
function npmProgram() {
  const running = process.env.npm_execpath
  if (!running || !/^np[mx]-cli\.js$/.test(basename(running))) return undefined
  const program = join(dirname(running), 'npm-cli.js')
  return existsSync(program) ? program : undefined
}

/** Without what the npm above us says about the package it runs, which would lead this one to another directory. */
function environment() {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config_(local_)?prefix|package_|lifecycle_)/.test(name),
  )
  return Object.fromEntries(ours)
}
