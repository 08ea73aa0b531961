import { filterOps } from './rows.ts'

const mostValues = 10_000

/** Why something is no filter, and where, as a sentence; undefined when it is one. `path` is where it stands. */
export function explainFilter(filter: unknown, path: (string | number)[] = []): string | undefined {
  const at = (sentence: string, ...further: (string | number)[]) => {
    const place = [...path, ...further].join('.')
    return place === '' ? sentence : `At ${place}: ${sentence}`
  }
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) return at(form)
  const given = filter as Record<string, unknown>
  if ('column' in given || 'op' in given) return explainComparison(given, at)
  for (const group of ['and', 'or'] as const) {
    if (!(group in given)) continue
    const parts = given[group]
    if (!Array.isArray(parts)) return at(`"${group}" is a list of filters.`, group)
    if (parts.length > 100) return at(`"${group}" may have 100 filters, not ${parts.length}.`, group)
    return parts.map((part, index) => explainFilter(part, [...path, group, index])).find(Boolean)
  }
  return 'not' in given ? explainFilter(given.not, [...path, 'not']) : at(form)
}

const form = 'A filter is {"column", "op", "value"}, {"and": [...]}, {"or": [...]} or {"not": ...}.'

function explainComparison(
  { column, op, value }: Record<string, unknown>,
  at: (sentence: string, ...further: string[]) => string,
): string | undefined {
  if (typeof column !== 'string') return at('Name the column with "column".')
  if (!filterOps.some((known) => known === op)) {
    const given = op === undefined ? 'The operator "op" is missing.' : `${JSON.stringify(op)} is no operator.`
    return at(`${given} Use one of ${filterOps.join(', ')}.`, 'op')
  }
  if (Array.isArray(value) && value.length > mostValues) return at(`A list may have ${mostValues} values.`, 'value')
  const values = [value].flat()
  if (values.every((one) => one === undefined || one === null || typeof one !== 'object')) return undefined
  return at('The value is text, a number, true, false, null, or a list of these.', 'value')
}
