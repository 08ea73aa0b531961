import { QueryFailure } from './query/query-failure.ts'

/** How many may work beside each other and how many may wait, in all and of one person; `patienceMs` is the longest wait. */
export type PlacesOptions = {
  places: number
  placesEach: number
  queueLimit: number
  queueLimitEach?: number
  patienceMs: number
  /** What those hear for whom there is no place. */
  tooMany: string
  /** What a person hears who has too many waiting already. */
  tooManyEach?: string
}

/** Places for work that takes long, taken in turn. */
export type Places = {
  /** Resolves when it is the person's turn, with what gives the place back. Throws `QueryFailure` and the signal's reason. */
  take(person: string, signal: AbortSignal): Promise<() => void>
  /** Whether anybody waits. */
  othersWait(): boolean
}

/** Lets people wait for each other; who has all the places that one person may have lets others pass. */
export function createPlaces(options: PlacesOptions): Places {
  const {
    places,
    placesEach,
    queueLimit,
    queueLimitEach = Number.POSITIVE_INFINITY,
    patienceMs,
    tooMany,
    tooManyEach,
  } = options
  const running: string[] = []
  const waiting: { person: string; go: () => void }[] = []
  const of = (person: string) => (other: string) => other === person

  const mayBegin = (person: string) => running.length < places && running.filter(of(person)).length < placesEach

  const begin = (person: string) => {
    running.push(person)
    let isGiven = false
    return () => {
      if (isGiven) return
      isGiven = true
      running.splice(running.indexOf(person), 1)
      const next = waiting.findIndex((other) => mayBegin(other.person))
      if (next >= 0) waiting.splice(next, 1)[0]?.go()
    }
  }

  const take = (person: string, signal: AbortSignal): Promise<() => void> => {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (mayBegin(person)) return Promise.resolve(begin(person))
    if (waiting.map((other) => other.person).filter(of(person)).length >= queueLimitEach) {
      return Promise.reject(new QueryFailure('crowded', tooManyEach ?? tooMany))
    }
    if (waiting.length >= queueLimit) return Promise.reject(new QueryFailure('busy', tooMany))
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    const mine = { person, go: () => resolve(begin(person)) }
    const withdraw = (reason: unknown) => {
      const place = waiting.indexOf(mine)
      if (place < 0) return
      waiting.splice(place, 1)
      reject(reason)
    }
    const impatient = setTimeout(() => withdraw(new QueryFailure('busy', tooMany)), patienceMs)
    const abort = () => withdraw(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    waiting.push(mine)
    return promise.finally(() => {
      clearTimeout(impatient)
      signal.removeEventListener('abort', abort)
    })
  }

  return { take, othersWait: () => waiting.length > 0 }
}
