/**
 * What was pasted, as files to upload. On the page of the datasets a pasted text that has several lines or tabs is a table
 * too, unless it was pasted into a field.
 */
export function pastedFiles({ clipboardData, target }: ClipboardEvent): File[] {
  const files = [...(clipboardData?.files ?? [])]
  if (files.length > 0 || location.pathname !== '/') return files
  if (target instanceof Element && target.closest('input, textarea, [contenteditable]')) return []
  const text = clipboardData?.getData('text/plain') ?? ''
  return isTable(text) ? [new File([text], 'Pasted table.csv', { type: 'text/csv' })] : []
}

/** Whether a text may be a table: several lines that are not blank, or values with tabs between them. */
export function isTable(text: string): boolean {
  return text.includes('\t') || text.split(/[\r\n]+/).filter((line) => line.trim() !== '').length > 1
}
