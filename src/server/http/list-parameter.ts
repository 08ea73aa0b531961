import { z } from 'zod'

/** A list in a query: comma-separated, or JSON when it begins with `[`, because names may hold commas. */
export const listParameter = z
  .string()
  .max(100_000)
  .transform((text, context): string[] => {
    if (!text.startsWith('[')) return text === '' ? [] : text.split(',')
    const list = z.array(z.string()).safeParse(parseJson(text))
    if (list.success) return list.data
    context.addIssue('This must be a list of names: separated by commas, or JSON such as ["a", "b"].')
    return z.NEVER
  })

/** A JSON value in a query, checked by `schema`; `explain` says what is wrong with one that does not fit. */
export const jsonParameter = <T extends z.ZodType>(schema: T, explain?: (value: unknown) => string | undefined) =>
  z
    .string()
    .max(200_000)
    .transform((text, context): z.output<T> => {
      const given = parseJson(text)
      const value = schema.safeParse(given)
      if (value.success) return value.data
      context.addIssue(
        given === undefined
          ? 'This is not JSON. Is a quote or a bracket missing, or not escaped in the address?'
          : (explain?.(given) ?? 'This is not JSON of the form that this endpoint takes.'),
      )
      return z.NEVER
    })

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text, keepDigits)
  } catch {
    return undefined
  }
}

/** A number that a double would round stays as it was written: comparisons take text as well. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined) return value
  const digits = source
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
  return digits.length > 15 || !Number.isFinite(value) ? source : value
}
