/** The values of several streams as they come, each stream asked for its next value when the last one has been used. */
export async function* interleave<T>(streams: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]())
  const ask = async (iterator: AsyncIterator<T>) => ({ iterator, result: await iterator.next() })
  const asked = new Map(iterators.map((iterator) => [iterator, ask(iterator)]))
  try {
    while (asked.size > 0) {
      const { iterator, result } = await Promise.race(asked.values())
      if (result.done) asked.delete(iterator)
      else {
        yield result.value
        asked.set(iterator, ask(iterator))
      }
    }
  } finally {
    await Promise.allSettled(asked.values())
    await Promise.allSettled(iterators.map((iterator) => iterator.return?.()))
  }
}
