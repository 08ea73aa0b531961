import type { Page } from 'playwright-core'

/** Uploads a text as a file for the person of `page`; answers the id of its dataset, which is ready or has failed. */
export async function uploadFile(page: Page, url: string, text: string, name = 'visits.csv'): Promise<string> {
  const answer = await page.request.post(`${url}/api/v1/datasets?wait=60`, {
    headers: { origin: url },
    multipart: { file: { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) } },
  })
  if (answer.status() !== 201) throw new Error(await answer.text())
  return (await answer.json()).id
}
