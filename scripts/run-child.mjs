import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { root } from './project.mjs'

const patience = 90_000
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program until it ends and answers with its exit code. Signals to us are passed on; when the process that started
 * us is gone, the program is asked to stop as well. With `channel`, the program sees the channel close when we are killed.
 */
export function runChild(command, parameters, { cwd = root, env = process.env, shell = false, channel = false } = {}) {
  const stdio = channel ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
  const child = spawn(command, parameters, { cwd, env, shell, stdio })
  let isStopping = false
  const stop = (signal) => {
    isStopping = true
    child.kill(signal)
    setTimeout(() => child.kill('SIGKILL'), patience).unref()
  }
  const isOrphaned = parentWatch()
  const watch = setInterval(() => {
    if (!isOrphaned()) return
    clearInterval(watch)
    stop('SIGTERM')
  }, 200)
  for (const signal of signals) process.on(signal, stop)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (signal && !isStopping) console.error(`${command} was ended by ${signal}.`)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  }).finally(() => {
    clearInterval(watch)
    for (const signal of signals) process.off(signal, stop)
  })
}

/** Tells whether our parent is gone, or the npm behind the shell that is our parent. */
function parentWatch() {
  const parent = process.ppid
  const grandparent = process.env.npm_lifecycle_event && parentOf(parent)
  return () => process.ppid !== parent || isGone(parent) || (grandparent && parentOf(parent) !== grandparent)
}

function isGone(pid) {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Known on Linux alone; elsewhere the shell makes way for us (`exec` in the scripts of package.json). */
function parentOf(pid) {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}
