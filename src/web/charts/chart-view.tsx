import { useId, useMemo } from 'react'
import type { ChartData } from '../../shared/charts.ts'
import { emptySentence, placelessSentence } from './chart-caption.ts'
import { chartTable } from './chart-table.ts'
import { NumberTable } from './number-table.tsx'
import type { Brush } from './scene/brush.ts'
import { layoutChart } from './scene/layout-chart.ts'
import type { Units } from './scene/prepare.ts'
import type { Hit, Scene } from './scene/scene.ts'
import { SceneMarks } from './scene-marks.tsx'
import { Hatching, SceneShapes } from './scene-shapes.tsx'
import { useWidth } from './use-width.ts'

export type ChartViewProps = {
  /** The answer of chart-data; it says what the chart is. */
  data: ChartData
  /** The same question over a part of the rows: drawn in front of the whole, which turns pale. Same axes, any rows. */
  front?: ChartData | undefined
  units?: Units | undefined
  height: number
  /** Higher than `height` where categories need it; else it scrolls. */
  grows?: boolean
  brush?: Brush | null | undefined
  /** Is told every move of a brush, drawn by pointer, finger or keyboard; null when it is taken away. */
  onBrush?: ((brush: Brush | null) => void) | undefined
  /** Is told which mark was pressed, or chosen with Enter. */
  onPick?: ((hit: Hit) => void) | undefined
}

/** A chart as an answer says it: drawn, read with pointer and keyboard, brushed and picked. The tooltip is `ChartTip`. */
export function ChartView({ height, grows = false, ...chart }: ChartViewProps) {
  const [box, width] = useWidth()
  if (chart.data.rows.length === 0) return <Undrawn height={height}>{emptySentence(chart.data)}</Undrawn>
  if (chart.data.spec.mark === 'table') return <NumberTable {...chartTable(chart.data)} isTall={grows} />
  return (
    <div
      ref={box}
      className={grows ? undefined : 'overflow-x-hidden overflow-y-auto'}
      style={grows ? { minHeight: height } : { height }}
    >
      {width > 0 && <Drawing {...chart} width={width} height={height} />}
    </div>
  )
}

function Drawing({ data, front, units, width, height, ...reading }: ChartViewProps & { width: number }) {
  const hatching = useId()
  const scene: Scene = useMemo(
    () => layoutChart({ data, front, units, width, height }),
    [data, front, units, width, height],
  )
  if (scene.hits.length === 0) {
    return <Undrawn height={height}>{front ? 'No row has all that is selected.' : placelessSentence(data)}</Undrawn>
  }
  return (
    <div className="relative" style={{ width: scene.width, height: scene.height }}>
      <svg role="img" aria-label={data.summary} width={scene.width} height={scene.height} className="block font-sans">
        <defs>
          <Hatching id={hatching} />
        </defs>
        <SceneShapes shapes={scene.shapes} hatching={hatching} />
      </svg>
      <SceneMarks scene={scene} {...reading} />
    </div>
  )
}

function Undrawn({ height, children }: { height: number; children: string }) {
  return (
    <p className="grid place-items-center px-4 text-center text-13 text-text-2" style={{ height }}>
      {children}
    </p>
  )
}
