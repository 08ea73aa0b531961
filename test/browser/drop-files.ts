import type { JSHandle, Page } from 'playwright-core'

/** Drops files on the page as a person would: the zone shows itself first. */
export async function dropFiles(page: Page, files: { name: string; text: string }[]): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).waitFor()
  const dataTransfer: JSHandle = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    for (const { name, text } of ${JSON.stringify(files)}) transfer.items.add(new File([text], name, { lastModified: 1_700_000_000_000 }))
    return transfer
  })()`)
  await page.dispatchEvent('body', 'dragenter', { dataTransfer })
  await page.getByText('Drop to upload').waitFor()
  await page.dispatchEvent('body', 'drop', { dataTransfer })
}
