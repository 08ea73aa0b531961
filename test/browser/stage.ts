import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openBrowser, type WatchedBrowser } from '../browser.ts'
import { runDatalens } from '../running-datalens.ts'

/** A DataLens and a watched browser for the tests of one file; a test in which the browser saw trouble fails. */
export function openStage() {
  let datalens: Awaited<ReturnType<typeof runDatalens>>
  let browser: WatchedBrowser

  beforeAll(async () => {
    datalens = await runDatalens()
    browser = await openBrowser(datalens.url)
  })
  afterEach(() => expect(browser.takeTrouble()).toEqual([]))
  afterAll(async () => {
    await browser?.close()
    await datalens?.close()
  })
  return {
    datalens: {
      get url() {
        return datalens.url
      },
    },
    browser: {
      newContext: (...parameters: Parameters<WatchedBrowser['newContext']>) => browser.newContext(...parameters),
      takeTrouble: (expected?: RegExp) => browser.takeTrouble(expected),
    },
  }
}
