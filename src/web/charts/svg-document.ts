import type { Paint, Scene, Shape } from './scene/scene.ts'
import { fitText } from './scene/text-width.ts'

type Rgb = [red: number, green: number, blue: number]

/** The colours of a drawing by the names of their tokens, each from 0 to 255. */
export type Colours = (token: string) => Rgb

const margin = 16
const titleRoom = 30
const captionLine = 16
const lettersPerLine = 6
const pale = 0.28

const escaped = (text: string) =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** A chart as a file of its own: title above, what it rests on below, and nothing that another file must bring. */
export const svgDocument = (
  scene: Scene,
  { title, notes, colours }: { title: string; notes: string[]; colours: Colours },
): string => {
  const width = scene.width + 2 * margin
  const lines = captionLines(notes, scene.width)
  const top = margin + titleRoom
  const height = top + scene.height + 12 + lines.length * captionLine + margin
  const paint = painter(colours)
  const caption = lines.map((line, index) =>
    textAt(line, margin, top + scene.height + 12 + (index + 0.5) * captionLine, paint('text-2')),
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, system-ui, Helvetica, Arial, sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<defs><pattern id="rest" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2.4" height="5" fill="${paint('category-other')}"/></pattern></defs>`,
    `<rect width="${width}" height="${height}" fill="${paint('surface')}"/>`,
    `<text x="${margin}" y="${margin + 8}" dy="0.35em" font-size="16" font-weight="600" fill="${paint('text')}">${escaped(fitText(title, scene.width, 17))}</text>`,
    `<g transform="translate(${margin} ${top})">`,
    ...scene.shapes.map((shape) => shapeText(shape, paint)),
    '</g>',
    ...caption,
    '</svg>',
  ].join('\n')
}

const captionLines = (notes: string[], width: number): string[] => {
  const lines: string[] = []
  for (const note of notes) {
    const joined = lines.length > 0 ? `${lines.at(-1)} · ${note}` : note
    if (lines.length > 0 && joined.length * lettersPerLine <= width) lines[lines.length - 1] = joined
    else lines.push(fitText(note, width))
  }
  return lines
}

/** Hundredths of a pixel are enough for any screen. */
const short = (value: number) => Number(value.toFixed(2))

const textAt = (text: string, x: number, y: number, fill: string) =>
  `<text x="${x}" y="${y}" dy="0.35em" fill="${fill}">${escaped(text)}</text>`

const hex = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

const painter = (colours: Colours) => (paint: Paint | undefined) => {
  if (paint === undefined) return 'none'
  if (paint === 'hatched') return 'url(#rest)'
  if (typeof paint === 'string') return hex(colours(paint))
  const [from, to] = [colours('surface'), colours(paint.token)]
  return hex(from.map((part, index) => part + ((to[index] ?? part) - part) * paint.share) as Rgb)
}

const shapeText = (shape: Shape, paint: (of: Paint | undefined) => string): string => {
  if (shape.kind === 'text') {
    const { x, y, text, anchor, fill, size, isUpright } = shape
    const place = isUpright
      ? `transform="translate(${short(x)} ${short(y)}) rotate(-90)"`
      : `x="${short(x)}" y="${short(y)}"`
    const large = size && size > 12 ? ` font-size="${size}" font-weight="500"` : ''
    return `<text ${place} dy="0.35em" text-anchor="${anchor}" fill="${paint(fill)}"${large}>${escaped(text)}</text>`
  }
  const opacity = shape.isPale ? ` opacity="${pale}"` : ''
  if (shape.kind === 'rect') {
    const { x, y, width, height, fill } = shape
    const line = fill === 'hatched' ? ` stroke="${paint('category-other')}" stroke-width="0.75"` : ''
    return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${paint(fill)}"${line}${opacity}/>`
  }
  const { d, fill, stroke, strokeWidth = 1, dash } = shape
  const dashes = dash ? ` stroke-dasharray="${dash}"` : ''
  return `<path d="${d}" fill="${paint(fill)}" stroke="${paint(stroke)}" stroke-width="${strokeWidth}" stroke-linejoin="round"${dashes}${opacity}/>`
}
