import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Result } from 'axe-core'
import type { Page } from 'playwright-core'

const looks = [
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
] as const

const settled = `new Promise(requestAnimationFrame).then(() => Promise.allSettled(
  document.getAnimations().filter(({ effect }) => effect.getTiming().iterations !== Infinity).map(({ finished }) => finished),
))`

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** React Aria's announcer names what it read out by an element that may be gone by now. */
const analysis = `axe.run({ exclude: ['[data-live-announcer]'] }, { resultTypes: ['violations'] })
  .then(({ violations }) => violations)`

/** What axe finds wrong with the page as it stands, dark and narrow, then light and wide, and whether it scrolls sideways. */
export async function findBarriers(page: Page, state: string): Promise<string[]> {
  const found: string[] = []
  for (const { colorScheme, viewport } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize(viewport)
    await page.evaluate(settled)
    if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
    for (const { id, nodes } of await page.evaluate<Result[]>(analysis)) {
      found.push(`${state}, ${colorScheme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
    }
    const overflow = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
    if (await page.evaluate(overflow)) found.push(`${state}, ${viewport.width} wide: scrolls sideways`)
  }
  return found
}
