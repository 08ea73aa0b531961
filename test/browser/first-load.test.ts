import { expect, test } from 'vitest'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage()

const budgetBytes = 220 * 1024
/** Processor time, so that what else runs on the machine makes no difference; a processor four times as slow needs four times as much. */
const budgetSeconds = 1.5 / 4

test.each([
  ['the sign-in page', '/login', 'Sign in', false],
  ['the datasets page', '/', 'Drop a file. See what is in it.', true],
])(
  '%s loads at most 220 KiB of compressed JavaScript, is ready soon and moves nothing',
  async (_page, path, heading, signedIn) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await registerByApi(page, datalens.url)
    if (!signedIn) await context.clearCookies()
    const scripts = new Set<string>()
    page.on('response', (answer) => {
      if (new URL(answer.url()).pathname.endsWith('.js')) scripts.add(answer.url())
    })
    await page.addInitScript(`
    window.shift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  `)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    await page.goto(datalens.url + path)
    await page.getByRole('heading', { name: heading }).waitFor()
    const { metrics } = await devtools.send('Performance.getMetrics')
    const busySeconds = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
    await page.waitForTimeout(1500)

    let bytes = 0
    for (const script of scripts) {
      const answer = await page.request.get(script, { headers: { 'accept-encoding': 'br' } })
      bytes += Number(answer.headers()['content-length'])
      expect(answer.headers()['content-encoding'] ?? 'identity', script).toMatch(/br|identity/)
      expect(answer.headers()['cache-control'], script).toMatch(script.includes('/assets/') ? /immutable/ : /./)
    }
    expect(scripts.size).toBeGreaterThan(2)
    expect(bytes).toBeGreaterThan(50 * 1024)
    expect(bytes).toBeLessThanOrEqual(budgetBytes)
    expect(busySeconds).toBeGreaterThan(0.01)
    expect(busySeconds).toBeLessThan(budgetSeconds)
    expect(await page.evaluate('window.shift')).toBeLessThan(0.02)
    await context.close()
  },
)
