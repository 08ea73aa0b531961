// npm run build: everything as plain JavaScript in `dist`, which is what `npm pack` ships. Node strips no types below
// node_modules, so the package cannot run from its sources.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from './prepare.mjs'
import { root } from './project.mjs'
import { runChild } from './run-child.mjs'

try {
  const node = await prepare()
  for (const part of ['src', 'migrations']) rmSync(join(root, 'dist', part), { recursive: true, force: true })
  const code = await runChild(node, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'])
  if (code !== 0) throw new Error('The sources could not be compiled.')
  copyAssets()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

/** Whatever the server reads beside its sources. */
function copyAssets() {
  const isAsset = (path) => !/\.tsx?$/.test(path)
  cpSync(join(root, 'src', 'server'), join(root, 'dist', 'src', 'server'), { recursive: true, filter: isAsset })
}
