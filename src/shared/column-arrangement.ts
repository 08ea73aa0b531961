import { readNames, readRuns, readSome, writeNames, writeRuns, writeSome } from './name-list.ts'

/**
 * Which columns stand where: all of them in `order`, those in `pinned` before the others, those in `hidden` not at all.
 * Names of one table.
 */
export type ColumnArrangement = { order: string[]; pinned: string[]; hidden: ReadonlySet<string> }

/** An arrangement as the address carries it: only what differs from the file. */
export type ArrangementText = { hide?: string; show?: string; pin?: string; order?: string }

/** The columns that show, the first `pinned` of them pinned. */
export type ShownColumns = { names: string[]; pinned: number }

/** The columns as in the file: all of them, none pinned. */
export const fileArrangement = (names: string[]): ColumnArrangement => ({ order: names, pinned: [], hidden: new Set() })

/** The columns that show, pinned ones first. */
export const shownColumns = ({ order, pinned, hidden }: ColumnArrangement): ShownColumns => {
  const before = pinned.filter((name) => !hidden.has(name))
  const isPinned = new Set(pinned)
  return {
    names: [...before, ...order.filter((name) => !hidden.has(name) && !isPinned.has(name))],
    pinned: before.length,
  }
}

const isShown = ({ hidden }: ColumnArrangement, name: string) => !hidden.has(name)

/** Shows or hides columns; the last one that shows stays. */
export const withShown = (
  arrangement: ColumnArrangement,
  names: Iterable<string>,
  shows: boolean,
): ColumnArrangement => {
  const hidden = new Set(arrangement.hidden)
  for (const name of names) {
    if (shows) hidden.delete(name)
    else hidden.add(name)
  }
  const stays = arrangement.order.find((name) => isShown(arrangement, name))
  if (hidden.size >= arrangement.order.length && stays !== undefined) hidden.delete(stays)
  return { ...arrangement, hidden }
}

/** Pins a column behind those that are pinned, or lets it go. */
export const withPinned = (arrangement: ColumnArrangement, name: string, isPinned: boolean): ColumnArrangement => {
  const others = arrangement.pinned.filter((other) => other !== name)
  return { ...arrangement, pinned: isPinned ? [...others, name] : others }
}

const inserted = (names: string[], name: string, neighbour: string, after: boolean): string[] => {
  const others = names.filter((other) => other !== name)
  const at = others.indexOf(neighbour)
  return at < 0 ? names : others.toSpliced(after ? at + 1 : at, 0, name)
}

/** Puts a column before the one that shows at `place`, or behind the last: among the pinned ones it becomes one of them. */
export const movedTo = (arrangement: ColumnArrangement, name: string, place: number): ColumnArrangement => {
  const { names, pinned } = shownColumns(arrangement)
  const from = names.indexOf(name)
  if (from < 0 || place === from || place === from + 1) return arrangement
  const joins = place < pinned || (place === pinned && from < pinned)
  const isLast = place >= (joins ? pinned : names.length)
  const neighbour = names[isLast ? (joins ? pinned : names.length) - 1 : place] as string
  if (!joins) {
    const free = withPinned(arrangement, name, false)
    return { ...free, order: inserted(free.order, name, neighbour, isLast) }
  }
  const member = from < pinned ? arrangement : withPinned(arrangement, name, true)
  return { ...member, pinned: inserted(member.pinned, name, neighbour, isLast) }
}

/** Whether a column can step that way without leaving the pinned or the other columns. */
export const canStep = ({ names, pinned }: ShownColumns, name: string, step: -1 | 1): boolean => {
  const from = names.indexOf(name)
  const to = from + step
  return from >= 0 && to >= 0 && to < names.length && from < pinned === to < pinned
}

/** Moves a column past its neighbour that shows, where it can step that way. */
export const stepped = (arrangement: ColumnArrangement, name: string, step: -1 | 1): ColumnArrangement => {
  const shown = shownColumns(arrangement)
  if (!canStep(shown, name, step)) return arrangement
  const from = shown.names.indexOf(name)
  return movedTo(arrangement, name, step < 0 ? from - 1 : from + 2)
}

/** Which places of `order` can stay, so that the fewest names move: its longest rising run of places in the file. */
const staying = (places: number[]): Set<number> => {
  const ends: number[] = []
  const before: number[] = []
  for (const [at, place] of places.entries()) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((places[ends[middle] as number] as number) < place) low = middle + 1
      else high = middle
    }
    before[at] = low > 0 ? (ends[low - 1] as number) : -1
    ends[low] = at
  }
  const found = new Set<number>()
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] as number) found.add(at)
  return found
}

const runsOf = (order: string[], places: ReadonlyMap<string, number>): string[][] => {
  const stay = staying(order.map((name) => places.get(name) ?? 0))
  const runs: string[][] = []
  let run = ['']
  for (const [at, name] of order.entries()) {
    if (!stay.has(at)) {
      if (run.length === 1) runs.push(run)
      run.push(name)
    } else run = [name]
  }
  return runs
}

const placesOf = (names: string[]) => new Map(names.map((name, index) => [name, index]))

/** The shortest text for an arrangement of the columns `names` of a file. */
export const writeArrangement = ({ order, pinned, hidden }: ColumnArrangement, names: string[]): ArrangementText => {
  const places = placesOf(names)
  const shown = names.filter((name) => !hidden.has(name))
  const runs = runsOf(order, places)
  return {
    ...(hidden.size > 0 &&
      (hidden.size <= shown.length ? { hide: writeSome([...hidden], places) } : { show: writeSome(shown, places) })),
    ...(pinned.length > 0 && { pin: writeNames(pinned) }),
    ...(runs.length > 0 && { order: writeRuns(runs) }),
  }
}

/** The arrangement that a text says of the columns `names`, and the columns in it that are none of them. */
export const readArrangement = (
  { hide, show, pin, order }: ArrangementText,
  names: string[],
): { arrangement: ColumnArrangement; unknown: string[] } => {
  const places = placesOf(names)
  const kept = show ? readSome(show, places) : undefined
  const gone = hide ? readSome(hide, places) : undefined
  const isHidden = (name: string) => (kept && kept.names.size > 0 && !kept.names.has(name)) || gone?.names.has(name)
  const hidden = new Set(names.filter(isHidden))
  const pins = [...new Set(readNames(pin ?? ''))]
  const runs = order ? readRuns(order) : []
  const unknown = [
    ...(kept?.unknown ?? []),
    ...(gone?.unknown ?? []),
    ...[...pins, ...runs.flat()].filter((name) => name !== '' && !places.has(name)),
  ]
  return {
    arrangement: {
      order: ordered(names, runs),
      pinned: pins.filter((name) => places.has(name)),
      hidden: hidden.size < names.length ? hidden : new Set(),
    },
    unknown: [...new Set(unknown)],
  }
}

const ordered = (names: string[], runs: string[][]): string[] => {
  if (runs.length === 0) return names
  const known = new Set(names)
  const behind = new Map<string, string[]>()
  const moved = new Set<string>()
  for (const [anchor = '', ...run] of runs) {
    if (anchor !== '' && (!known.has(anchor) || moved.has(anchor))) continue
    const fresh = run.filter((name) => known.has(name) && !moved.has(name) && name !== anchor && !behind.has(name))
    for (const name of fresh) moved.add(name)
    behind.set(anchor, [...(behind.get(anchor) ?? []), ...new Set(fresh)])
  }
  const stay = names.filter((name) => !moved.has(name))
  return [...(behind.get('') ?? []), ...stay.flatMap((name) => [name, ...(behind.get(name) ?? [])])]
}
