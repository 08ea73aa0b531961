import type { ExportFormat } from '../../shared/export-format.ts'
import { mediaTypes } from '../../shared/media-types.ts'

const formats = new Map(
  Object.entries(mediaTypes).map(([format, type]) => [type.split(';')[0], format as ExportFormat]),
)

/** The format of an answer that an `Accept` header likes best; JSON, where the rows are few, unless it names a file. */
export const answerFormat = (accept = ''): ExportFormat => {
  const wishes = accept.split(',').map((wish) => {
    const [type = '', ...parameters] = wish.split(';').map((part) => part.trim().toLowerCase())
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
    return { type, quality: Number.isNaN(quality) ? 0 : quality }
  })
  const [best] = wishes
    .filter(({ type, quality }) => quality > 0 && (formats.has(type) || type === '*/*'))
    .toSorted((a, b) => b.quality - a.quality)
  return formats.get(best?.type) ?? 'json'
}
