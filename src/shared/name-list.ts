const isList = (text: string) => text.startsWith('[')

const parsed = (text: string): unknown[] => {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

/** Names as one parameter of the API: comma-separated, or a JSON list where a name holds a comma or begins like one. */
export const writeNames = (names: string[]): string =>
  names.some((name) => name.includes(',') || isList(name)) ? JSON.stringify(names) : names.join(',')

/** The names of such a parameter; none of one that is no list. */
export const readNames = (text: string): string[] =>
  (isList(text) ? parsed(text) : text.split(',')).filter((name) => typeof name === 'string' && name !== '') as string[]

/**
 * Some of many names in a short form: a run of three and more that stand together in `all` is its first and last,
 * `a..f`. In a JSON list a run is a list of two.
 */
export const writeSome = (names: string[], all: ReadonlyMap<string, number>): string => {
  const places = names
    .map((name) => ({ name, at: all.get(name) ?? Number.NaN }))
    .sort((one, other) => one.at - other.at)
  const runs: string[][] = []
  let last = Number.NaN
  for (const { name, at } of places) {
    if (at === last + 1) runs.at(-1)?.push(name)
    else runs.push([name])
    last = at
  }
  const parts = runs.flatMap((run): (string | [string, string])[] =>
    run.length < 3 ? run : [[run[0] as string, run.at(-1) as string]],
  )
  const isPlain = names.every((name) => !name.includes(',') && !name.includes('..') && !isList(name))
  return isPlain
    ? parts.map((part) => (typeof part === 'string' ? part : part.join('..'))).join(',')
    : JSON.stringify(parts)
}

/** The names that a short form stands for, and those in it that are none of `all`. */
export const readSome = (text: string, all: ReadonlyMap<string, number>): { names: Set<string>; unknown: string[] } => {
  const names = new Set<string>()
  const unknown: string[] = []
  const order = [...all.keys()]
  const take = (name: string) => (all.has(name) ? names.add(name) : unknown.push(name))
  for (const part of isList(text) ? parsed(text) : text.split(',')) {
    const run = typeof part === 'string' && !isList(text) && !all.has(part) ? part.split('..') : part
    if (Array.isArray(run) && run.length === 2) {
      const [first, last] = run.map((name) => all.get(String(name)))
      if (first === undefined || last === undefined) for (const name of run) take(String(name))
      else for (const name of order.slice(Math.min(first, last), Math.max(first, last) + 1)) names.add(name)
    } else if (typeof part === 'string' && part !== '') take(part)
  }
  return { names, unknown }
}

/**
 * An order of names by what moved: each run is a name that stayed where it was (empty: the beginning) and the names that
 * stand behind it now, `id,notes;port,weight`.
 */
export const writeRuns = (runs: string[][]): string =>
  runs.flat().some((name) => /[,;]/.test(name) || isList(name))
    ? JSON.stringify(runs)
    : runs.map((run) => run.join(',')).join(';')

/** The runs of such a text. */
export const readRuns = (text: string): string[][] =>
  (isList(text) ? parsed(text) : text.split(';').map((run) => run.split(','))).filter(
    (run): run is string[] => Array.isArray(run) && run.every((name) => typeof name === 'string'),
  )
