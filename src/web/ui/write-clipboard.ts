/**
 * Puts text on the clipboard; answers whether it worked. Without a secure context (plain http on a local network) there
 * is no clipboard interface, and the old command stands in.
 */
export async function writeClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      return copyByCommand(text)
    }
  }
  return copyByCommand(text)
}

function copyByCommand(text: string): boolean {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  addEventListener('copy', put, { capture: true })
  try {
    return document.execCommand('copy')
  } finally {
    removeEventListener('copy', put, { capture: true })
  }
}
