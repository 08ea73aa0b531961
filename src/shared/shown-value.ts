import { cellText } from './cell-text.ts'

/** A value of the data as plain text with everything invisible in it made visible, so that no terminal obeys it. */
export const shownValue = (value: unknown): string => {
  const shown = cellText(value)
  switch (shown.form) {
    case 'null':
      return 'null'
    case 'empty':
      return '""'
    case 'plain':
      return shown.text
    case 'marked':
      return shown.segments.map(({ text }) => text).join('')
  }
}
