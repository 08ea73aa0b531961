import { writeClipboard } from './write-clipboard.ts'

/**
 * Puts a text on the clipboard that is not there yet; answers whether it worked, and fails as the text does. Where the
 * browser takes a promise it remembers the press that asked, however long the text takes.
 */
export async function writeClipboardLater(text: Promise<string>): Promise<boolean> {
  if (navigator.clipboard && 'ClipboardItem' in window) {
    try {
      const blob = text.then((found) => new Blob([found], { type: 'text/plain' }))
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
      return true
    } catch {
      return writeClipboard(await text)
    }
  }
  return writeClipboard(await text)
}
