import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildWeb } from './build-web.mjs'
import { installDependencies } from './install-dependencies.mjs'
import { runtime } from './project.mjs'
import { rightNode } from './right-node.mjs'

/** Makes the clone ready to run, one process at a time, and answers with the Node to run it by. */
export async function prepare({ web = true } = {}) {
  const release = await takeTurn(join(runtime, 'preparing'))
  try {
    const node = await rightNode()
    await installDependencies(node)
    if (web) await buildWeb(node)
    return node
  } finally {
    release()
  }
}

async function takeTurn(file) {
  mkdirSync(runtime, { recursive: true })
  for (let said = false; ; ) {
    try {
      const handle = openSync(file, 'wx')
      writeSync(handle, `${process.pid}`)
      closeSync(handle)
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const owner = readOwner(file)
    if (owner !== undefined && !isAlive(owner)) rmSync(file, { force: true })
    else if (!said) {
      said = true
      console.log('Another process is preparing this clone; waiting for it.')
    }
    await sleep(100)
  }
}

function readOwner(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
