import { memo } from 'react'
import type { Paint, Shape } from './scene/scene.ts'

const pale = 0.28

/** What stands for "everything else": the lines of `hatched` in the style sheet, as a pattern of a drawing. */
export const Hatching = ({ id }: { id: string }) => (
  <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width={2.4} height={5} fill="var(--color-category-other)" />
  </pattern>
)

const colourOf = (paint: Paint | undefined, hatching: string): string => {
  if (paint === undefined) return 'none'
  if (paint === 'hatched') return `url(#${hatching})`
  if (typeof paint === 'string') return `var(--color-${paint})`
  return `color-mix(in srgb, var(--color-${paint.token}) ${Math.round(paint.share * 100)}%, var(--color-surface))`
}

/** The shapes of a chart on the screen, in the colours of the theme. */
export const SceneShapes = memo(({ shapes, hatching }: { shapes: Shape[]; hatching: string }) =>
  shapes.map((shape, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: shapes are known by their place
    <OneShape key={index} shape={shape} hatching={hatching} />
  )),
)

function OneShape({ shape, hatching }: { shape: Shape; hatching: string }) {
  if (shape.kind === 'rect') {
    const { x, y, width, height, fill, isPale } = shape
    return (
      <rect
        {...{ x, y, width, height }}
        fill={colourOf(fill, hatching)}
        {...(fill === 'hatched' ? { stroke: 'var(--color-category-other)', strokeWidth: 0.75 } : {})}
        {...(isPale ? { opacity: pale } : {})}
      />
    )
  }
  if (shape.kind === 'path') {
    const { d, fill, stroke, strokeWidth = 1, dash, isPale } = shape
    return (
      <path
        d={d}
        fill={colourOf(fill, hatching)}
        stroke={colourOf(stroke, hatching)}
        strokeWidth={strokeWidth}
        strokeLinejoin="round"
        {...(dash ? { strokeDasharray: dash } : {})}
        {...(isPale ? { opacity: pale } : {})}
      />
    )
  }
  const { x, y, text, full, anchor, fill, size = 12, isUpright } = shape
  return (
    <text
      {...(isUpright ? { transform: `translate(${x} ${y}) rotate(-90)` } : { x, y })}
      dy="0.35em"
      textAnchor={anchor}
      fill={colourOf(fill, hatching)}
      fontSize={size}
      className={size > 12 ? 'font-medium tabular' : 'tabular'}
    >
      {text}
      {full !== undefined && full !== text && <title>{full}</title>}
    </text>
  )
}
