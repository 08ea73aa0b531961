import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { openBrowser, type WatchedBrowser } from '../browser.ts'

/** A DataLens that answers, and how it ends where nobody else uses it. */
type Running = { url: string; databaseUrl?: string; close?(): Promise<void> }

/**
 * A DataLens and a watched browser for the tests of one file; a test in which the browser saw trouble fails. Others use
 * the DataLens at the same time, unless it is to be the file's `own`: new, so that its first person is its administrator.
 */
export function openStage({ own = false } = {}) {
  let datalens: Running | undefined
  let browser: WatchedBrowser

  beforeAll(async () => {
    datalens = own ? await startOwn() : await askForShared()
    browser = await openBrowser(datalens.url)
  })
  afterEach(() => expect(browser.takeTrouble()).toEqual([]))
  afterAll(async () => {
    await browser?.close()
    await datalens?.close?.()
  })
  return {
    datalens: {
      get url() {
        return datalens?.url ?? ''
      },
      /** The database of the DataLens that is shared. */
      get databaseUrl() {
        return datalens?.databaseUrl ?? ''
      },
    },
    browser: {
      newContext: (...parameters: Parameters<WatchedBrowser['newContext']>) => browser.newContext(...parameters),
      takeTrouble: (expected?: RegExp) => browser.takeTrouble(expected),
    },
  }
}

async function startOwn(): Promise<Running> {
  const { runDatalens } = await import('../running-datalens.ts')
  return runDatalens()
}

async function askForShared(): Promise<Running> {
  const answer = await fetch(inject('sharedDatalens'))
  const text = await answer.text()
  if (!answer.ok) throw new Error(`The DataLens that is shared did not start: ${text}`)
  return JSON.parse(text)
}
