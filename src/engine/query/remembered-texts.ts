/** Answers as JSON text, of which those that were asked for last are not computed again. */
export type RememberedTexts<Question> = {
  of(question: Question, signal?: AbortSignal): Promise<string>
  forget(tableFile: string): void
}

const mostCharacters = 16_000_000
const longestText = 1_000_000

/** Remembers answers by their question: a table file never changes. Altogether they take a bounded number of characters. */
export function rememberTexts<Question extends { tableFile: string }>(
  ask: (question: Question, signal?: AbortSignal) => Promise<string>,
): RememberedTexts<Question> {
  const texts = new Map<string, string>()
  let characters = 0
  const drop = (key: string) => {
    const text = texts.get(key)
    if (text === undefined) return
    characters -= key.length + text.length
    texts.delete(key)
  }
  return {
    of: async (question, signal) => {
      signal?.throwIfAborted()
      const { tableFile, ...rest } = question
      const key = JSON.stringify([tableFile, rest])
      const text = texts.get(key) ?? (await ask(question, signal))
      drop(key)
      if (key.length + text.length > longestText) return text
      texts.set(key, text)
      characters += key.length + text.length
      for (const oldest of texts.keys()) {
        if (characters <= mostCharacters) break
        drop(oldest)
      }
      return text
    },
    forget: (tableFile) => {
      for (const key of texts.keys()) if (key.startsWith(`[${JSON.stringify(tableFile)},`)) drop(key)
    },
  }
}
