import type { ChartData } from '../../shared/charts.ts'
import { chartNotes } from '../charts/chart-caption.ts'
import { layoutChart } from '../charts/scene/layout-chart.ts'
import type { Units } from '../charts/scene/prepare.ts'
import { type Colours, svgDocument } from '../charts/svg-document.ts'
import { chartCsv } from './chart-csv.ts'
import { lightColours } from './light-colours.ts'

const size = { width: 960, height: 480 }
const pixelsPerUnit = 2
const longestName = 100

export const chartExports = ['csv', 'svg', 'png'] as const
export type ChartExport = (typeof chartExports)[number]

/** A name that every system takes for a file. */
const fileName = (title: string, ending: string) => {
  const safe = title
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what file names cannot hold
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  return `${[...safe].slice(0, longestName).join('') || 'chart'}.${ending}`
}

/** Writes a chart into a file and hands it to the browser; drawings are light, whatever the theme. */
export async function exportChart(
  data: ChartData,
  { format, title, units }: { format: ChartExport; title: string; units: Units | undefined },
): Promise<void> {
  if (format === 'csv')
    return hand(new Blob([chartCsv(data)], { type: 'text/csv;charset=utf-8' }), fileName(title, 'csv'))
  const scene = layoutChart({ data, units, ...size })
  const svg = svgDocument(scene, { title, notes: chartNotes(data), colours: lightColours() satisfies Colours })
  const drawing = new Blob([svg], { type: 'image/svg+xml' })
  hand(format === 'svg' ? drawing : await pixelsOf(drawing), fileName(title, format))
}

async function pixelsOf(svg: Blob): Promise<Blob> {
  const address = URL.createObjectURL(svg)
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * pixelsPerUnit
    canvas.height = image.naturalHeight * pixelsPerUnit
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('The drawing is too large for an image.'))),
        'image/png',
      )
    })
  } finally {
    URL.revokeObjectURL(address)
  }
}

function hand(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
