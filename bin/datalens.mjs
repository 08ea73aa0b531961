#!/usr/bin/env -S node --max-semi-space-size=8
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const compiled = new URL('../dist/src/cli/main.js', import.meta.url)
const launcher = new URL('../scripts/datalens.mjs', import.meta.url)

if (existsSync(fileURLToPath(launcher))) {
  await import(launcher.href)
} else {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) {
    await import(compiled.href)
  } else {
    console.error(`DataLens needs Node 22.18 or newer; this is ${process.versions.node}.`)
    process.exitCode = 1
  }
}
