/** How the answer to a query can be written, by the media type that asks for it. */
const formats = {
  'application/json': 'json',
  'text/csv': 'csv',
} as const

/** How the answer to a query is written. */
export type AnswerFormat = (typeof formats)[keyof typeof formats]

/** The format that an `Accept` header likes best; JSON where it names none of them. */
export const answerFormat = (accept = ''): AnswerFormat => {
  const wishes = accept.split(',').map((wish) => {
    const [type = '', ...parameters] = wish.split(';').map((part) => part.trim().toLowerCase())
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
    return { type, quality: Number.isNaN(quality) ? 0 : quality }
  })
  const best = wishes
    .filter(({ type, quality }) => quality > 0 && (type in formats || type === '*/*'))
    .toSorted((a, b) => b.quality - a.quality)[0]
  return formats[best?.type as keyof typeof formats] ?? 'json'
}
