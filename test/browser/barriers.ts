import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const looks = [
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
] as const

const settled = `new Promise(requestAnimationFrame).then(() => Promise.allSettled(
  document.getAnimations().filter(({ effect }) => effect.getTiming().iterations !== Infinity).map(({ finished }) => finished),
))`

/** What axe finds wrong with the page as it stands, dark and narrow, then light and wide, and whether it scrolls sideways. */
export async function findBarriers(page: Page, state: string): Promise<string[]> {
  const found: string[] = []
  for (const { colorScheme, viewport } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize(viewport)
    await page.evaluate(settled)
    // React Aria's announcer names what it read out by an element that may be gone by now. The other mode, for frames of
    // other origins, opens a page for each answer.
    const axe = new AxeBuilder({ page })
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
      .exclude('[data-live-announcer]')
    for (const { id, nodes } of (await axe.analyze()).violations) {
      found.push(`${state}, ${colorScheme}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
    }
    const overflow = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
    if (await page.evaluate(overflow)) found.push(`${state}, ${viewport.width} wide: scrolls sideways`)
  }
  return found
}
