/** The way from the root of a document to a value: keys of objects, and places in lists. */
export type JsonPath = (string | number)[]

/** A path as people write it: `$.data.rows`, `$[1]`, `$["a key"]`. */
export function pathText(path: JsonPath): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
  })
  return `$${steps.join('')}`
}

/** The path of a text, which may leave out the `$`; undefined where it is none. */
export function parsePath(text: string): JsonPath | undefined {
  const path: JsonPath = []
  let rest = text.trim().replace(/^\$/, '')
  if (rest !== '' && !/^[.[]/.test(rest)) rest = `.${rest}`
  while (rest !== '') {
    const [whole = '', key, place, quoted] =
      /^\.([^.[\]]+)|^\[(\d{1,9})\]|^\[("(?:[^"\\]|\\.)*"|'[^']*')\]/.exec(rest) ?? []
    if (whole === '') return undefined
    if (key !== undefined) path.push(key)
    else if (place !== undefined) path.push(Number(place))
    else path.push(unquoted(quoted as string))
    rest = rest.slice(whole.length)
  }
  return path
}

function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1)
  try {
    return JSON.parse(text) as string
  } catch {
    return text.slice(1, -1)
  }
}
