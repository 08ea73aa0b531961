type Shared<Answer> = { answer: Promise<Answer>; stop: AbortController; askers: number }

/**
 * Asks a question once however many ask it at the same time. One who withdraws leaves the answer to the others; the
 * question itself is withdrawn with the last of them.
 */
export function askedTogether<Question, Answer>(
  ask: (question: Question, signal: AbortSignal) => Promise<Answer>,
): (question: Question, signal?: AbortSignal) => Promise<Answer> {
  const underWay = new Map<string, Shared<Answer>>()

  const end = (key: string, shared: Shared<Answer>) => {
    if (underWay.get(key) === shared) underWay.delete(key)
  }

  const begin = (key: string, question: Question) => {
    const stop = new AbortController()
    const shared: Shared<Answer> = {
      stop,
      askers: 0,
      answer: ask(question, stop.signal).finally(() => end(key, shared)),
    }
    underWay.set(key, shared)
    return shared
  }

  return async (question, signal) => {
    signal?.throwIfAborted()
    const key = JSON.stringify(question)
    const shared = underWay.get(key) ?? begin(key, question)
    shared.askers++
    const gone = Promise.withResolvers<never>()
    const leave = () => {
      gone.reject(signal?.reason)
      if (--shared.askers > 0) return
      end(key, shared)
      shared.stop.abort(signal?.reason)
    }
    signal?.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([shared.answer, gone.promise])
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }
}
