import { formatCount, formatCounted } from '../../shared/format-numbers.ts'
import { sentenceOf } from '../api/problem.ts'
import { ChartView } from '../charts/chart-view.tsx'
import type { Brush } from '../charts/scene/brush.ts'
import type { Hit } from '../charts/scene/scene.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { graspOf } from './grip.ts'
import type { ShownChart } from './use-linked-charts.ts'

const captionHeight = 22

/** A chart in its place: the brushed part in front of the whole, and below on how many rows that rests. */
export function TileChart({
  shown,
  height,
  onBrush,
  onApproach,
}: {
  shown: ShownChart
  height: number
  onBrush: (brush: Brush | null) => void
  /** Somebody is about to brush it. */
  onApproach: () => void
}) {
  const { data, front, error, retry, linked } = shown
  if (!data) {
    if (!error) return <Skeleton className="size-full" />
    return (
      <div role="note" className="flex h-full flex-col items-start gap-2 overflow-auto text-13 text-text-2">
        <p>This chart could not be drawn. {sentenceOf(error)}</p>
        <Button size="small" onPress={retry}>
          Try again
        </Button>
      </div>
    )
  }
  const grip = linked?.grip
  const choose = (wanted: Brush | null) => onBrush((grip && wanted && graspOf(grip, wanted)?.brush) ?? null)
  const pick = ({ filter }: Hit) => {
    if (!filter || !('column' in filter) || filter.op !== 'eq') return
    const part = linked?.grasp?.brush[0]
    const chosen = part && 'values' in part ? part.values : []
    const values = chosen.includes(filter.value)
      ? chosen.filter((value) => value !== filter.value)
      : [...chosen, filter.value]
    choose(values.length > 0 ? [{ column: filter.column, values }] : null)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notices that somebody comes near; the chart itself is what acts
    <div onPointerEnter={onApproach} onFocus={onApproach} className="flex h-full flex-col">
      <ChartView
        data={data}
        front={front}
        height={height - captionHeight}
        brush={linked?.grasp?.brush ?? null}
        {...(grip ? { onBrush: choose, onPick: pick } : {})}
      />
      <p className="mt-auto truncate text-12 text-text-2 tabular">
        {front ? `${formatCount(front.n)} of ${formatCounted(data.n, 'row')}` : formatCounted(data.n, 'row')}
      </p>
    </div>
  )
}
