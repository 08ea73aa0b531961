import { createRecentMap } from '../query/recent-map.ts'
import type { BrushQuestion } from './answer-brush.ts'

const mostAnswers = 64
const mostCharacters = 1_000_000

/** Answers with cubes, as JSON text, of which the last ones of ordinary size are kept until their table is forgotten. */
export function rememberCubes(ask: (question: BrushQuestion, signal?: AbortSignal) => Promise<string>) {
  const answers = createRecentMap<string>(mostAnswers)
  return {
    of: async (question: BrushQuestion, signal?: AbortSignal): Promise<string> => {
      const { tableFile, grip, charts, filter } = question
      const key = JSON.stringify([tableFile, grip, charts, filter])
      const text = answers.get(key) ?? (await ask(question, signal))
      if (text.length <= mostCharacters) answers.set(key, text)
      return text
    },
    forget: (tableFile: string) => answers.deleteWhere((key) => key.startsWith(`[${JSON.stringify(tableFile)},`)),
  }
}
