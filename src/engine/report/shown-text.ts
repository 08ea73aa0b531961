import { cellText } from '../../shared/cell-text.ts'
import { type Html, html } from '../../shared/html.ts'
import { shownValue } from '../../shared/shown-value.ts'

/** A value of the data as markup: everything invisible in it made visible, and its direction kept to itself. */
export function shownText(value: unknown): Html {
  const shown = cellText(value)
  switch (shown.form) {
    case 'null':
      return html`<i>null</i>`
    case 'empty':
      return html`<i>""</i>`
    case 'plain':
      return html`<bdi>${shown.text}</bdi>`
    case 'marked':
      return html`<bdi>${shown.segments.map(({ text, faint }) => (faint ? html`<i>${text}</i>` : text))}</bdi>`
  }
}

const longestName = 60

/** A name or sentence of the data for an attribute, which takes no markup. */
export function shownLabel(text: string, longest = 400): string {
  return shownValue(text.length > longest ? `${[...text].slice(0, longest).join('')}…` : text)
}

/** The same, of a name that may be of any length: as much of it as a heading has room for. */
export function shownName(name: string, longest = longestName): Html {
  return shownText(name.length > longest ? `${[...name].slice(0, longest).join('')}…` : name)
}

/** A sentence of ours with names of the data in it; what stands between backticks is set as code. */
export function shownSentence(sentence: string): Html {
  return html`${sentence.split(/`([^`]+)`/).map((part, index) => (index % 2 === 0 ? shownWords(part) : html`<code>${shownText(part)}</code>`))}`
}

/** The blanks at the ends of a part of a sentence are blanks. */
function shownWords(words: string): Html | string {
  const inner = words.trim()
  if (inner === '') return words
  return html`${/^\s/.test(words) && ' '}${shownText(inner)}${/\s$/.test(words) && ' '}`
}
