const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Markup that needs no more escaping. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

const insert = (value: unknown): string => {
  if (value instanceof Html) return value.markup
  if (Array.isArray(value)) return value.map(insert).join('')
  if (value === null || value === undefined || value === false) return ''
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** A template whose values are escaped, unless they are `Html` themselves; lists are joined, false and null vanish. */
export const html = (texts: TemplateStringsArray, ...values: unknown[]): Html =>
  new Html(texts.reduce((markup, text, index) => markup + insert(values[index - 1]) + text))
